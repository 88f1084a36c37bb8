/* One press confirms and sends: asks for the passkey before a form leaves, and puts the answer into it. */
"use strict";

(() => {
  const CANCELLED = "You were not confirmed, and nothing was sent. Press the button again when you are ready.";
  const AWAY = "The portal could not be reached. Nothing was sent. Press the button again.";
  const works = Boolean(globalThis.webauthnJSON?.supported());

  for (const place of document.querySelectorAll("[data-confirm]")) {
    if (!works) continue;
    place.querySelector("[data-passkey-help]")?.remove();
    place.querySelector("[data-confirm-ready]").hidden = false;
  }

  const say = (place, sentence) => {
    const problem = place.querySelector("[data-confirm-problem]");
    problem.querySelector("li").textContent = sentence;
    problem.hidden = !sentence;
  };

  // The button that was pressed may send the form elsewhere than the form says.
  const placeOf = (form, button) =>
    new URL(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href).pathname;

  const fetchOptions = async (place, form, button) => {
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      place: placeOf(form, button),
    });
    const answer = await fetch(place.dataset.options, { method: "POST", body, headers: { Accept: "application/json" } });
    // Signed out meanwhile, or the like: the portal answers the form itself, and keeps what was typed.
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
    const options = await answer.json();
    if (!answer.ok) throw new Error(options.sentence);
    return options;
  };

  const ask = async (place, form, button) => {
    let options;
    try {
      options = await fetchOptions(place, form, button);
    } catch (problem) {
      throw new Error(problem instanceof TypeError ? AWAY : problem.message);
    }
    if (!options) return "";
    try {
      return JSON.stringify(await globalThis.webauthnJSON.get(options));
    } catch {
      throw new Error(CANCELLED);
    }
  };

  // Before everything else that listens: what follows a submit must not begin while one is asked.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    const place = form.matches('[data-passkey="confirm"]') && form.querySelector("[data-confirm]");
    const isFree = button?.hasAttribute("data-unconfirmed");
    // A form that is not filled in goes to the portal as it is, which says what is missing.
    if (!place || !works || isFree || !form.checkValidity()) return;
    const field = form.elements.passkey;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.dataset.asked) {
      delete form.dataset.asked;
      form.dataset.sent = "yes";
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    say(place, "");
    try {
      field.value = await ask(place, form, button);
      form.dataset.asked = "yes";
      form.requestSubmit(button);
    } catch (problem) {
      say(place, problem.message);
    } finally {
      delete form.dataset.asking;
    }
  }, { capture: true });

  // Back from the page after: an answer is worth nothing twice.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll('form[data-passkey="confirm"]')) {
      delete form.dataset.sent;
      if (form.elements.passkey) form.elements.passkey.value = "";
    }
  });
})();
