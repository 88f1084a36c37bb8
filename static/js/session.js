/* Says in time that a session ends; what was typed stays on the page when it has ended. */
"use strict";

(() => {
  const box = document.querySelector("dialog[data-stay]");
  if (!box) return;
  const WARNED_BEFORE = 150;
  const FIRST_LOOK = 60;
  const WHILE_WARNED = 20;
  const NO_CONNECTION = 30;
  const SIGN_IN = "/accounts/login/";
  const said = document.querySelector("[data-session-said]");
  const title = box.querySelector("h2");
  const words = box.querySelector("p");
  const stay = box.querySelector("[data-session-stay]");
  let timer = 0, lookedAt = Date.now(), isOver = false;

  // Asking is not use; only the button is. Other windows may have been used since.
  const ask = async (isUse) => {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    try {
      const body = new URLSearchParams(isUse ? { use: "1" } : {});
      const answer = await fetch(box.dataset.stay, { method: "POST", body, headers });
      if (answer.ok && !answer.redirected) return await answer.json();
      return answer.status >= 500 ? null : { seconds: 0 };
    } catch {
      return null;
    }
  };

  // Choices are made again in a moment, and a search is no text.
  const WRITTEN = "textarea, input:not([type=hidden], [type=search], [type=checkbox], [type=radio])";
  const isTyped = () => [...document.querySelectorAll(WRITTEN)].some(
    (field) => !field.readOnly && field.value !== field.defaultValue,
  );
  const tell = (heading, sentence) => {
    title.textContent = heading;
    if (words.textContent !== sentence) words.textContent = said.textContent = sentence;
    if (!box.open) box.showModal();
  };
  const warn = (left) => {
    const minutes = Math.ceil(left.seconds / 60);
    const soon = minutes === 1 ? "in less than a minute" : `in about ${minutes} minutes`;
    stay.hidden = !left.may_be_prolonged;
    tell(
      left.may_be_prolonged ? "Are you still there?" : "You have been signed in for 12 hours",
      left.may_be_prolonged
        ? `You will be signed out ${soon}, because the portal has not been used.`
        : `You will be signed out ${soon}. Save what you are writing, then sign in again.`,
    );
  };
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    if (!isTyped()) return location.replace(location.pathname + location.search);
    stay.hidden = true;
    tell("You are signed out", "What you typed is still on this page. Copy what you need, then sign in again.");
  };

  const plan = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, seconds) * 1000, false);
  };
  const look = async (isUse) => {
    lookedAt = Date.now();
    const left = await ask(isUse);
    if (isOver) return;
    if (left === null) return plan(NO_CONNECTION);
    if (left.seconds <= 0) return end();
    if (left.seconds > WARNED_BEFORE) {
      box.close();
      return plan(left.seconds - WARNED_BEFORE + 1);
    }
    warn(left);
    plan(Math.min(left.seconds + 1, WHILE_WARNED));
  };

  stay.addEventListener("click", () => look(true));
  box.querySelector("[data-session-close]").addEventListener("click", () => box.close());
  // A computer that slept has not counted.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !isOver && Date.now() - lookedAt > FIRST_LOOK * 1000) look(false);
  });
  // A fragment that is sent to the sign-in page must not take what was typed along.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const target = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (!target?.startsWith(SIGN_IN) || !isTyped()) return;
    event.preventDefault();
    if (!isOver) end();
  });
  plan(FIRST_LOOK);
})();
