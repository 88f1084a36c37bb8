/* Reading a discussion: new comments arrive by themselves, what was seen is marked as read. */
"use strict";

(() => {
  const page = document.querySelector("[data-thread]");
  if (!page) return;
  const EVERY = 15_000;
  const DWELL = 800;
  const PAUSE = 700;
  const SIGNED_OUT = "You are signed out. Sign in again to see what is new.";
  const news = document.getElementById("news");

  // What was on the screen for a moment has been read; the server decides how far.
  const seen = new Set(), waiting = new Map();
  let timer = 0;
  const report = () => {
    const sent = new URLSearchParams({ seen: [...seen].join(",") });
    const headers = { "X-CSRFToken": page.dataset.csrf };
    fetch(page.dataset.read, { method: "POST", body: sent, headers, keepalive: true }).catch(() => {});
  };
  const note = (id) => {
    if (document.hidden) return;
    seen.add(id);
    clearTimeout(timer);
    timer = setTimeout(report, PAUSE);
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const id = target.closest("[data-unread]").dataset.unread;
      clearTimeout(waiting.get(id));
      if (isIntersecting) waiting.set(id, setTimeout(note, DWELL, id));
    }
  });
  const observe = () => {
    for (const comment of page.querySelectorAll("[data-unread]:not([data-observed])")) {
      comment.dataset.observed = "1";
      observer.observe(comment.querySelector(".comment-head"));
    }
  };
  observe();

  // New comments: only while somebody looks, and without moving what they look at.
  let isStopped = false, anchor = null, height = 0;
  const look = () => {
    if (!document.hidden && navigator.onLine && !isStopped) htmx.trigger("#newer", "look");
  };
  const stop = (words) => {
    isStopped = true;
    news.textContent = words;
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => setTimeout(look, 300));

  const isPoll = (event) => event.detail.requestConfig?.elt?.id === "newer";
  const inView = () => {
    const active = document.activeElement;
    if (active && page.contains(active)) return active;
    return [...page.querySelectorAll(".comment")].find((one) => one.getBoundingClientRect().bottom > 0);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPoll(event)) return;
    if (!new URL(event.detail.xhr.responseURL).pathname.endsWith("/newer/")) {
      event.detail.shouldSwap = false;
      stop(SIGNED_OUT);
      return;
    }
    anchor = inView();
    height = anchor?.getBoundingClientRect().top;
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (!isPoll(event)) return;
    const words = { 403: SIGNED_OUT, 404: "This thread is no longer open to you." }[event.detail.xhr.status];
    if (words) stop(words);
  });
  document.addEventListener("htmx:afterSettle", () => {
    observe();
    const kept = anchor;
    anchor = null;
    if (!kept) return;
    // Browsers that hold the place by themselves have done so two frames later.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const moved = kept.getBoundingClientRect().top - height;
      if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: "instant" });
    }));
  });

  // A composer that was asked for gets the focus; put away, it gives it back.
  const slot = (event) => event.detail.target?.closest?.(".reply-place, .comment-body");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const area = slot(event)?.querySelector("textarea[data-writing]");
    if (!area) return;
    event.preventDefault();
    area.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const area = slot(event)?.querySelector("textarea[data-writing]");
    if (!area) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  page.addEventListener("click", (event) => {
    const place = event.target.closest("[data-cancel]")?.closest(".reply-place");
    if (!place) return;
    event.preventDefault();
    place.replaceChildren();
    place.closest(".comment").querySelector("a[hx-get$='/reply/']")?.focus();
  });
})();
