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

// What takes a moment says so: a form on its way, a file in the making.
function waiting(on, yes) {
  on.classList.toggle("waiting", yes);
  on.setAttribute("aria-busy", yes);
}
addEventListener("pageshow", () => { for (const one of document.querySelectorAll(".waiting")) waiting(one, false); });
document.addEventListener("submit", (event) => {
  if (!event.submitter || event.defaultPrevented) return;
  if (!event.target.matches("[data-file]")) return void setTimeout(waiting, 200, event.submitter, true);
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(event.target, event.submitter));
  bring(`${event.submitter.formAction}?${asked}`, event.submitter);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-file]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bring(link.href, link);
});
async function bring(address, by) {
  waiting(by, true);
  try {
    const answer = await fetch(address), said = answer.headers.get("Content-Disposition") || "";
    const name = /filename\*=utf-8''([^;]+)/i.exec(said) || /filename="([^"]+)"/.exec(said);
    if (!answer.ok || answer.redirected || !name) return void location.assign(address);
    const file = Object.assign(document.createElement("a"), {href: URL.createObjectURL(await answer.blob()), download: decodeURIComponent(name[1])});
    file.click();
    setTimeout(URL.revokeObjectURL, 60000, file.href);
  } catch {
    location.assign(address);
  } finally {
    waiting(by, false);
  }
}
