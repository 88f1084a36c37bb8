/* Comforts only: every page works without this file. */
"use strict";

(() => {
  const guarded = () => [...document.querySelectorAll("form[data-guard]")];
  const isChanged = (field) => {
    if (field.type === "file") return field.files.length > 0;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  };
  let leaving = false;

  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = guarded().some((form) => [...form.elements].some(isChanged));
    if (unsaved && !leaving) event.preventDefault();
  });

  // An open menu closes with Escape, and with a click elsewhere.
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A file that is dragged over its field is about to land there.
  for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      if (event.target.matches?.("input[type=file]")) event.target.classList.toggle("over", isOver);
    });
  }

  // A page that reports errors begins with them.
  document.querySelector(".error-summary[role=alert]")?.focus();

  // Progress that has not moved is not read out again.
  let shown = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr.responseText;
    if (answer === shown) event.detail.shouldSwap = false;
    shown = answer;
  });
})();
