/* The list of issues by keyboard, and addresses without empty answers. The page works without it. */
"use strict";

(() => {
  const lists = [...document.querySelectorAll("table[data-keys]")];
  const links = () => lists.flatMap((list) => [...list.querySelectorAll("tbody th a")]);
  const keys = document.getElementById("keys");
  const filters = document.querySelector(".board-filters");
  if (keys && lists.length) keys.hidden = false;

  const go = (step) => {
    const all = links();
    const here = all.indexOf(document.activeElement.closest("tr")?.querySelector("th a"));
    all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
  };
  const actions = {
    j: () => go(1),
    ArrowDown: () => go(1),
    k: () => go(-1),
    ArrowUp: () => go(-1),
    "/": () => {
      const search = [...document.querySelectorAll("input[type=search]")].find((field) => field.offsetParent);
      if (!search) filters.open = true;
      (search || filters.querySelector("select")).focus();
    },
    "?": () => {
      keys.open = true;
      keys.querySelector("summary").focus();
    },
  };

  // Only while the focus is in a list: nothing that is typed elsewhere is taken for a command.
  for (const list of lists) {
    list.addEventListener("keydown", (event) => {
      if (!filters || !keys) return;
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isPlain || !Object.hasOwn(actions, event.key)) return;
      event.preventDefault();
      actions[event.key]();
    });
  }

  // What was left open is left out of the address.
  document.querySelector("form[data-tidy]")?.addEventListener("submit", (event) => {
    for (const field of event.target.elements) {
      const isFirst = field.tagName === "SELECT" && field.selectedIndex === 0;
      if (field.name && (field.value === "" || isFirst)) field.disabled = true;
    }
  });
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form[data-tidy] :disabled")) field.disabled = false;
  });
})();
