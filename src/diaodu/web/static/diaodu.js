// Small helps on top of pages that work without them.
"use strict";

// Choosing in a select submits its form.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

// On a narrow screen the sections scroll sideways: the present one is in sight.
const sections = document.querySelector("nav.sections");
const here = sections && sections.querySelector("[aria-current]");
if (here && here.offsetLeft + here.offsetWidth > sections.clientWidth) sections.scrollLeft = here.offsetLeft - sections.clientWidth / 2;

// A menu closes when one clicks elsewhere or presses Escape.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.me[open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.me")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.me[open]");
  closeMenus(null);
  if (open) open.querySelector("summary").focus();
});

// A file dropped on the form is the file chosen.
for (const box of document.querySelectorAll("[data-drop]")) {
  const mark = (on) => (event) => { event.preventDefault(); box.classList.toggle("over", on); };
  box.addEventListener("dragover", mark(true));
  box.addEventListener("dragleave", mark(false));
  box.addEventListener("drop", (event) => {
    mark(false)(event);
    box.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
}
