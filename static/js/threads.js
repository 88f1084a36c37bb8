/* Writing in discussions: drafts, names after @, dropped files. Comforts only. */
"use strict";

(() => {
  const PAUSE = 1000;
  const post = (url, form, text, options = {}) => fetch(url, {
    method: "POST",
    body: new URLSearchParams({ text }),
    headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    ...options,
  });

  // What is typed is kept on the server a second after the last key, and when the page is left.
  const keepDraft = (form, area) => {
    const row = form.querySelector("[data-draft-row]");
    const note = row.querySelector("[data-draft-kept]");
    let saved = area.value, timer = 0, running = null;
    const show = (words) => { row.hidden = !words; note.textContent = words.trim(); };
    const save = async (options) => {
      clearTimeout(timer);
      const text = area.value;
      if (text === saved || form.dataset.sent) return;
      running?.abort();
      running = new AbortController();
      try {
        const answer = await post(form.dataset.draft, form, text, { signal: running.signal, ...options });
        if (answer.redirected || answer.status === 401) return show("You are signed out. Copy what you wrote, then sign in again.");
        if (answer.ok) saved = text;
        show(answer.ok || answer.status === 422 ? await answer.text() : "The draft could not be kept.");
      } catch (problem) {
        if (problem.name !== "AbortError") show("No connection: this draft is not kept yet.");
      }
    };
    area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save({ keepalive: true }); });
    form.addEventListener("submit", () => { clearTimeout(timer); running?.abort(); });
  };

  // Sent once, also with Ctrl or Command and Enter.
  const send = (form, area) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", () => { delete form.dataset.sent; });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
  };

  const grow = (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    const least = area.rows;
    const fit = () => { area.rows = Math.min(18, Math.max(least, area.value.split("\n").length + 1)); };
    area.addEventListener("input", fit);
    fit();
  };

  // The file field stays the truth: what is dropped or taken back changes its files.
  const takeFiles = (form) => {
    const input = form.querySelector("input[type=file]");
    if (!input) return;
    const list = form.querySelector("[data-chosen]");
    let chosen = [];
    const key = (file) => `${file.name} ${file.size} ${file.lastModified}`;
    const put = (files) => {
      chosen = [...new Map(files.map((file) => [key(file), file])).values()];
      const carrier = new DataTransfer();
      chosen.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      list.replaceChildren(...chosen.map(line));
    };
    const line = (file) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button-link";
      button.textContent = "Take back";
      button.setAttribute("aria-label", `Take back ${file.name}`);
      button.addEventListener("click", () => {
        put(chosen.filter((other) => other !== file));
        input.focus();
      });
      item.append(`${file.name} (${Math.max(1, Math.round(file.size / 1024))} KB) `, button);
      return item;
    };
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    input.addEventListener("change", () => put([...chosen, ...input.files]));
    form.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", (event) => {
      if (!form.contains(event.relatedTarget)) form.classList.remove("over");
    });
    form.addEventListener("drop", (event) => {
      form.classList.remove("over");
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.querySelector(".composer-files").open = true;
      put([...chosen, ...event.dataTransfer.files]);
    });
  };

  // Names after an @, as a list that the keyboard walks while the text keeps the focus.
  const MENTION = /(?:^|[^\p{L}\p{N}_@.])@((?:[\p{L}\p{N}][\p{L}\p{N}'’.\- ]{0,40})?)$/u;
  const suggestPeople = (form, area) => {
    const list = form.querySelector("[data-suggestions]");
    if (!list) return;
    const said = form.querySelector("[data-suggested]");
    let people = [], at = 0, timer = 0, running = null, barren = null;
    const close = () => {
      clearTimeout(timer);
      running?.abort();
      list.hidden = true;
      said.textContent = "";
      area.removeAttribute("aria-controls");
      area.removeAttribute("aria-activedescendant");
    };
    const words = () => {
      if (area.selectionStart !== area.selectionEnd) return null;
      return MENTION.exec(area.value.slice(0, area.selectionStart))?.[1] ?? null;
    };
    const choose = (person) => {
      const start = area.selectionStart - (words() ?? "").length;
      area.setRangeText(`${person.typed} `, start, area.selectionStart, "end");
      barren = `${person.typed} `;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
      close();
    };
    const mark = (index) => {
      at = (index + people.length) % people.length;
      [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      area.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const option = (person, index) => {
      const item = document.createElement("li");
      const place = document.createElement("span");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      place.textContent = person.organization;
      item.append(person.name, " ", place);
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(person));
      return item;
    };
    const open = () => {
      list.replaceChildren(...people.map(option));
      list.hidden = false;
      area.setAttribute("aria-controls", list.id);
      const count = people.length === 1 ? "1 person" : `${people.length} people`;
      said.textContent = `${count}. Up and down to choose, Enter to take.`;
      mark(0);
    };
    const ask = async (typed) => {
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.people}?q=${encodeURIComponent(typed)}`, { signal: running.signal });
        people = answer.ok && !answer.redirected ? (await answer.json()).people : [];
      } catch { return; }
      if (words() !== typed) return;
      if (people.length) return open();
      barren = typed;
      close();
    };
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.addEventListener("input", () => {
      const typed = words();
      clearTimeout(timer);
      if (typed === null) barren = null;
      if (typed === null || (barren !== null && typed.startsWith(barren))) return close();
      timer = setTimeout(() => ask(typed), 150);
    });
    area.addEventListener("keydown", (event) => {
      if (list.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
      const act = {
        ArrowDown: () => mark(at + 1),
        ArrowUp: () => mark(at - 1),
        Enter: () => choose(people[at]),
        Tab: () => choose(people[at]),
        Escape: close,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    area.addEventListener("blur", close);
  };

  const prepare = () => {
    for (const form of document.querySelectorAll("form[data-composer]:not([data-ready])")) {
      const area = form.querySelector("textarea[data-writing]");
      form.dataset.ready = "1";
      keepDraft(form, area);
      send(form, area);
      grow(area);
      takeFiles(form);
      suggestPeople(form, area);
    }
  };
  prepare();
  document.addEventListener("htmx:afterSettle", prepare);

  // The address leads to the composer; what is wrong with it comes first.
  const problems = document.querySelector(".error-summary[role=alert]");
  if (problems) window.addEventListener("load", () => setTimeout(() => problems.focus()));
})();
