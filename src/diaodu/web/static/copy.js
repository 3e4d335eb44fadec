// A number opens a small menu with its placeholder; without scripts it leads to the page of questions.
"use strict";
(() => {
  const TITLE = document.currentScript.dataset.title;
  let menu = null, opener = null;

  // Over plain http a page has no clipboard of its own: then an invisible field is copied from.
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* tried below */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr";
    (menu || document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function tell(button) {
    const done = await copy(button.dataset.copy);
    const said = button.closest(".ask-menu, .answer").querySelector(".copied");
    said.textContent = done ? said.dataset.done : said.dataset.failed;
    button.focus();
  }

  function close() {
    if (!menu) return;
    menu.remove();
    menu = null;
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  }

  function place(near) {
    const box = near.getBoundingClientRect(), width = menu.offsetWidth, height = menu.offsetHeight;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const below = box.bottom + 6 + height < window.innerHeight || box.top < height + 6;
    menu.style.left = `${left + window.scrollX}px`;
    menu.style.top = `${(below ? box.bottom + 6 : box.top - height - 6) + window.scrollY}px`;
  }

  async function open(near, address) {
    close();
    const answer = await fetch(`${address}&menu=1`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { window.location.href = address; return; }
    close();
    menu = document.createElement("div");
    menu.className = "ask-menu";
    menu.setAttribute("role", "dialog");
    menu.setAttribute("aria-label", TITLE);
    menu.innerHTML = await answer.text(); // rendered by our own template, everything escaped
    opener = near;
    document.body.append(menu);
    place(near);
    const first = menu.querySelector("[data-copy]");
    if (first) first.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) { tell(button); return; }
    if (menu && !menu.contains(event.target)) close();
    const mark = event.target.closest(".ask-mark");
    if (mark) { open(mark, mark.dataset.href); return; }
    const number = event.target.closest("a.ask");
    if (!number || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(number, number.href);
  });
  document.addEventListener("keydown", (event) => {
    if (!menu) return;
    if (event.key === "Escape") { event.preventDefault(); close(); return; }
    if (event.key !== "Tab" || !menu.contains(document.activeElement)) return;
    const stops = [...menu.querySelectorAll("button, a")], last = stops[event.shiftKey ? 0 : stops.length - 1];
    if (document.activeElement === last) { event.preventDefault(); close(); }
  });

  // A cell that leads elsewhere already gets a mark of its own while it is pointed at or has the focus.
  function marked(event) {
    const number = event.target.closest("a.ask");
    if (number && !number.title) number.title = TITLE;
    const cell = event.target.closest("[data-ask]");
    for (const old of document.querySelectorAll(".ask-mark")) {
      if (!cell || !cell.contains(old)) if (old !== opener) old.remove();
    }
    if (!cell || cell.querySelector(".ask-mark")) return;
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "ask-mark";
    mark.title = TITLE;
    mark.textContent = "{ }";
    mark.setAttribute("aria-label", TITLE);
    mark.dataset.href = `${cell.closest("[data-ask-page]").dataset.askPage}?${cell.dataset.ask}`;
    cell.append(mark);
  }
  document.addEventListener("pointerover", marked);
  document.addEventListener("focusin", marked);
})();
