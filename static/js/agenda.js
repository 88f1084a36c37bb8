/* Orders the agenda by dragging and by the arrow keys; the buttons work without it. */
"use strict";

(() => {
  const section = () => document.querySelector("#slots[data-order-url]");
  const say = (words) => { section().querySelector("[data-status]").textContent = words; };
  const rows = () => [...section().querySelectorAll("[data-slot]")];
  const titleOf = (row) => row.querySelector("[data-title]").textContent.trim();
  const order = () => rows().map((row) => row.dataset.slot).join(",");
  let saved = "";
  let timer = 0;

  const EDGE = 60;
  const follows = (row, other) => row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

  // The others step aside: a row that is taken out of the page itself would be let go of.
  const place = (row, other) => {
    const isDown = follows(row, other);
    while (isDown ? follows(row, other) : follows(other, row)) {
      if (isDown) row.before(row.nextElementSibling); else row.after(row.previousElementSibling);
    }
    say(`${titleOf(row)}: place ${rows().indexOf(row) + 1} of ${rows().length}`);
  };

  async function save(slot) {
    clearTimeout(timer);
    const here = section();
    if (order() === saved || here.ariaBusy === "true") return;
    here.ariaBusy = "true";
    const body = new FormData(document.querySelector("#acts"));
    body.set("order", order());
    body.set("edition", here.dataset.edition);
    try {
      const answer = await fetch(here.dataset.orderUrl, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#slots[data-order-url]");
      if (!fresh) throw new Error("no agenda in the answer");
      here.replaceWith(document.adoptNode(fresh));
      enhance();
      document.querySelector(`#slot-${slot} .slot-handle`)?.focus();
      say(answer.ok ? "The order is saved." : page.querySelector(".error-summary p").textContent);
      if (!answer.ok) alertAbove(page.querySelector(".error-summary"));
    } catch {
      here.ariaBusy = "false";
      say("The order is not saved. Check your connection and move the item again.");
    }
  }

  function alertAbove(summary) {
    document.querySelector(".columns").before(document.adoptNode(summary));
    summary.focus();
  }

  function byKey(event) {
    const row = event.target.closest("[data-slot]");
    const isDown = event.key === "ArrowDown";
    if (!isDown && event.key !== "ArrowUp") return;
    event.preventDefault();
    const neighbor = isDown ? row.nextElementSibling : row.previousElementSibling;
    if (!neighbor) return;
    place(row, neighbor);
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(timer);
    timer = setTimeout(save, 900, row.dataset.slot);
  }

  function byPointer(event) {
    const handle = event.target;
    const row = handle.closest("[data-slot]");
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
    const move = ({ clientX, clientY }) => {
      if (clientY < EDGE || clientY > innerHeight - EDGE) scrollBy(0, clientY < EDGE ? -EDGE / 4 : EDGE / 4);
      const over = document.elementFromPoint(clientX, clientY)?.closest("[data-slot]");
      if (!over || over === row) return;
      const box = over.getBoundingClientRect();
      const isPastMiddle = clientY > box.top + box.height / 2;
      if (Boolean(follows(row, over)) === isPastMiddle) place(row, over);
    };
    const drop = () => {
      handle.removeEventListener("pointermove", move);
      row.classList.remove("dragged");
      save(row.dataset.slot);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  function handleFor(row) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "slot-handle";
    handle.textContent = "\u2195";
    handle.setAttribute("aria-label", `Move ${titleOf(row)}: arrow keys, or drag`);
    handle.addEventListener("keydown", byKey);
    handle.addEventListener("pointerdown", byPointer);
    return handle;
  }

  function enhance() {
    const list = section()?.querySelector(".slots");
    if (!list || !list.querySelector(".slot-acts") || list.querySelector(".slot-form")) return;
    saved = order();
    rows().forEach((row) => row.querySelector(".slot").prepend(handleFor(row)));
    list.dataset.enhanced = "";
  }

  enhance();
})();
