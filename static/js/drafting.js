/* A text that was rearranged or read and is not saved yet asks before it is left. */
"use strict";

(() => {
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (!leaving) event.preventDefault(); });
})();
