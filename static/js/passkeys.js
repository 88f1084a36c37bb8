/* Makes and uses passkeys. Without this file, or where passkeys do not work, pages show the help. */
"use strict";

(() => {
  const KINDS = ["login", "add", "authenticate", "reauthenticate"];
  const forms = [...document.querySelectorAll("form[data-passkey]")].filter(
    (form) => KINDS.includes(form.dataset.passkey),
  );
  const helps = [...document.querySelectorAll("[data-passkey-help]")];
  const webauthn = globalThis.webauthnJSON;
  if (!forms.length || !webauthn?.supported()) return;

  const SAID = {
    AbortError: "This took too long. Press the button again.",
    InvalidStateError: "This device already has a passkey for your account. Use that one, or another device.",
    NotAllowedError: "No passkey was used. Press the button to try again.",
    SecurityError: "Passkeys do not work at this address. Open the portal at its own address.",
  };
  const NO_ANSWER = "The portal did not answer. Wait a moment, then press the button again.";

  const optionsOf = async (form) => {
    const block = document.getElementById(form.dataset.optionsIn ?? "");
    if (block) return JSON.parse(block.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(NO_ANSWER);
    return (await answer.json()).request_options;
  };
  const tell = (form, sentence) => {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = sentence;
    place.hidden = !sentence;
  };

  const press = async (form, button) => {
    tell(form, "");
    button.disabled = true;
    try {
      const options = await optionsOf(form);
      const isNew = form.dataset.passkey === "add";
      const answer = await (isNew ? webauthn.create(options) : webauthn.get(options));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (problem) {
      tell(form, SAID[problem.name] ?? NO_ANSWER);
      helps.forEach((help) => {
        help.hidden = problem.name === "InvalidStateError";
        help.querySelector("strong").textContent = "Does it not work here?";
      });
      button.disabled = false;
    }
  };

  helps.forEach((help) => { help.hidden = true; });
  forms.forEach((form) => {
    form.hidden = false;
    const button = form.querySelector("button:not([type=button])");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      press(form, button);
    });
  });
  // Back from the next page the button can be pressed again.
  window.addEventListener("pageshow", () => {
    forms.forEach((form) => {
      form.elements.credential.value = "";
      form.querySelector("button:not([type=button])").disabled = false;
    });
  });
})();
