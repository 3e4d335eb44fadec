// A form that keeps each number as it is left, tells what became of it, and shows what others write.
"use strict";
(() => {
  const page = document.querySelector("[data-report]");
  if (!page) return;
  const form = document.getElementById("cells"), aside = document.getElementById("aside"), said = page.querySelector("[data-said]");
  const words = Object.fromEntries([...document.getElementById("words").content.querySelectorAll("[data-k]")].map((w) => [w.dataset.k, w.textContent]));
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const boxes = form ? [...form.querySelectorAll("input[data-code]")] : [], by = new Map(boxes.map((box) => [box.dataset.code, box]));
  const PART = { "X-Diaodu-Part": "1" }, POLLED = { "X-Diaodu-Poll": "1" }, WAIT = 150, POLL = 20000, CHECK = 1200, AGAIN = 3000, LATEST = 60000, TOO_LONG = 20000;
  const dirty = new Map(); // code -> text that is not kept yet
  let edition = page.dataset.edition, stage = page.dataset.stage, busy = false, timer = 0, pause = AGAIN, over = false, renewed = false, checking = 0, checked = 0;

  for (const box of boxes) box.dataset.kept = box.defaultValue;
  for (const box of boxes) { // the page came back with what could not be kept
    const old = box.closest(".box").querySelector(`input[name="o:${CSS.escape(box.dataset.code)}"]`);
    if (old && old.value !== box.value) box.dataset.kept = old.value;
  }

  // ---- what is said
  function status(text, mood = "") { if (said) { said.textContent = text; said.className = `save-said hint ${mood}`; } }
  function under(box, kind, text, ...more) {
    const cell = box.closest(".box");
    cell.querySelectorAll(".said.wrong, .said.clash, .said.fresh").forEach((one) => one.remove());
    if (!text) return;
    const note = document.createElement("small");
    note.className = `said ${kind}`;
    note.append(text, ...more);
    cell.append(note);
  }
  function state(box, name) { if (name) box.dataset.state = name; else delete box.dataset.state; }
  function token() { return page.querySelector("[name=csrfmiddlewaretoken]").value; }
  async function renew() { // logged in again elsewhere: the page's own mark is an old one
    const answer = await fetch(location.href, { headers: POLLED, credentials: "same-origin", redirect: "manual" });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    for (const one of page.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = fresh.value;
    return true;
  }

  // ---- keeping
  function touch(box) {
    if (box.value.trim() === box.dataset.kept) { calm(box); return; }
    if (box.dataset.state === "clash" && box.value.trim() === box.dataset.mine) return; // he has not chosen yet
    dirty.set(box.dataset.code, box.value.trim());
  }
  function calm(box) { // it says what is kept again
    const before = unsettled();
    dirty.delete(box.dataset.code);
    if (box.dataset.state !== "saved" && box.dataset.state !== "fresh") state(box, "");
    under(box, "", "");
    if (before && !unsettled()) status(words.saved, "good");
  }
  function leave(box) {
    touch(box);
    if (!dirty.has(box.dataset.code)) return;
    state(box, "saving");
    soon(WAIT);
  }
  function soon(wait) { clearTimeout(timer); timer = setTimeout(send, wait); }

  async function send() {
    if (busy || over || !dirty.size) return;
    busy = true;
    const batch = new Map(dirty);
    status(words.saving);
    try {
      const cells = Object.fromEntries([...batch].map(([code, text]) => [code, [text, Number(by.get(code).dataset.rev)]]));
      const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(TOO_LONG), headers: { "Content-Type": "application/json", "X-CSRFToken": token() }, body: JSON.stringify({ cells }) });
      await settle(answer, batch);
      pause = AGAIN;
    } catch (error) {
      status(say("offline", { n: dirty.size }), "bad");
      timer = setTimeout(send, pause);
      pause = Math.min(pause * 2, LATEST);
    }
    busy = false;
    if (dirty.size && [...dirty].some(([code, text]) => batch.get(code) !== text)) soon(WAIT);
  }

  async function settle(answer, batch) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      if (!renewed && await renew()) { renewed = true; soon(0); } else status(say("over", { n: dirty.size }), "bad");
      return;
    }
    renewed = false;
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.refusal) { status(`${words.refused}：${told.refusal}`, "bad"); over = true; return; }
    edition = String(told.edition);
    stand(told);
    for (const [code, [text, rev]] of Object.entries(told.cells)) kept(code, text, rev, batch.get(code));
    for (const [code, clash] of Object.entries(told.conflicts)) clashed(code, clash);
    for (const [code, why] of Object.entries(told.wrong)) { dirty.delete(code); wrong(code, why); }
    const left = unsettled();
    status(left ? say("unsettled", { n: left }) : words.saved, left ? "bad" : "good");
    check();
  }

  function kept(code, text, rev, sent) {
    const box = by.get(code);
    if (!box) return;
    if (dirty.get(code) === sent) { dirty.delete(code); if (document.activeElement !== box || box.value.trim() === sent) box.value = text; state(box, "saved"); }
    under(box, "", "");
    hold(box, text, rev);
    if (text) box.closest(".box").querySelector(".box-hint")?.remove();
    offers(box);
  }
  function hold(box, text, rev) {
    const cell = box.closest(".box");
    if (text !== box.dataset.kept) cell.querySelector(".said.from")?.remove(); // it came from there no longer
    box.dataset.kept = text;
    box.dataset.rev = rev;
    for (const [letter, value] of [["o", text], ["r", rev]]) { const kept = cell.querySelector(`input[name="${letter}:${CSS.escape(box.dataset.code)}"]`); if (kept) kept.value = value; }
  }
  function wrong(code, why) { const box = by.get(code); state(box, "wrong"); under(box, "wrong", why); }
  function button(text, act) { const made = document.createElement("button"); made.type = "button"; made.className = "btn"; made.textContent = text; made.addEventListener("click", act); return made; }
  function clashed(code, clash) {
    const box = by.get(code), theirs = clash.theirs || words.empty;
    dirty.delete(code);
    state(box, "clash");
    box.dataset.mine = clash.mine;
    if (document.activeElement !== box) box.value = clash.mine;
    hold(box, clash.theirs, clash.rev);
    const told = `${say("theirs", { by: clash.by, value: theirs })}；${say("mine", { value: clash.mine || words.empty })} `;
    under(box, "clash", told, document.createElement("br"),
      button(words.keepmine, () => { under(box, "", ""); state(box, ""); box.value = clash.mine; leave(box); }),
      button(words.keeptheirs, () => { box.value = clash.theirs; calm(box); }));
  }
  function unsettled() { return dirty.size + boxes.filter((box) => ["wrong", "clash"].includes(box.dataset.state)).length; }
  function stand(told) {
    stage = told.stage;
    for (const one of page.querySelectorAll("[data-stage-name]")) { one.textContent = told.stage_name; one.className = `state rep ${told.stage}`; }
    count(told.filled);
  }
  function count(filled) { for (const one of page.querySelectorAll("[data-filled]")) one.textContent = filled; }

  // ---- doubts and chain beside the form
  function check(polled) { clearTimeout(checking); if (aside.querySelector("[data-check-now]")) return; checking = setTimeout(() => refresh(null, polled), CHECK); }
  async function refresh(request, polled) { // what the page asks by itself keeps no log-in alive
    const headers = polled ? { ...PART, ...POLLED } : PART;
    const mine = (checked += 1);
    try {
      const answer = await (request || fetch(page.dataset.check, { headers, credentials: "same-origin", redirect: "manual" }));
      if (!answer.ok || mine !== checked) return;
      const writing = aside.contains(document.activeElement) && /TEXTAREA|INPUT/.test(document.activeElement.tagName) ? document.activeElement : null;
      if (writing && writing.value && !request) { check(polled); return; } // nobody's half-written words are taken away
      if (!form && answer.headers.get("X-Diaodu-Seen") !== page.dataset.seen) { await again(headers); return; }
      aside.innerHTML = await answer.text();
      mark();
    } catch (error) { /* the next save asks again */ }
  }
  async function again(headers) { // nobody is asked to sign what his table does not show: both out of one answer
    const answer = await fetch(location.href, { headers, credentials: "same-origin", redirect: "manual" });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-report]");
    if (!fresh) return;
    if (fresh.querySelector("#cells")) { location.reload(); return; } // it is his to fill in now
    for (const part of [".masthead", ".fill", "#aside"]) page.querySelector(part).innerHTML = fresh.querySelector(part).innerHTML;
    Object.assign(page.dataset, fresh.dataset);
  }
  function mark() {
    if (aside.querySelector("[data-check-now]")) return;
    for (const box of boxes) box.closest(".box").classList.remove("is-fix", "is-explain", "is-note");
    for (const line of aside.querySelectorAll("[data-open]")) for (const code of line.dataset.cells.split(" ")) { const box = by.get(code); if (box && line.dataset.open) box.closest(".box").classList.add(`is-${line.dataset.open}`); }
  }
  aside.addEventListener("submit", (event) => {
    const one = event.target;
    if (one.matches("[data-part]")) {
      event.preventDefault();
      refresh(fetch(one.action, { method: "POST", headers: { ...PART, "X-CSRFToken": token() }, body: new FormData(one), credentials: "same-origin", redirect: "manual" }));
    } else if (one.matches("[data-submit]") && unsettled()) { event.preventDefault(); status(say("unsettled", { n: unsettled() }), "bad"); soon(0); }
  });
  aside.addEventListener("click", (event) => {
    const now = event.target.closest("[data-check-now]");
    if (now) { event.preventDefault(); now.removeAttribute("data-check-now"); refresh(); return; }
    const to = event.target.closest("[data-goto]"), box = to && by.get(to.dataset.goto);
    if (box) { event.preventDefault(); box.scrollIntoView({ block: "center" }); box.focus(); }
  });

  // ---- growth from the amounts, offered once
  function growth(level, base, points) {
    if (!Number.isFinite(level) || !Number.isFinite(base)) return "";
    if (points) return String(Math.round((level - base) * 10) / 10);
    return base > 0 && level >= 0 ? String(Math.round((level / base - 1) * 1000) / 10) : "";
  }
  function offers(box) {
    const row = box.closest("tr"), other = row.querySelector("input[data-points]");
    if (other && other.value.trim()) other.closest(".box").querySelector(".box-hint")?.remove();
    if (!other || other === box || other.value.trim()) return;
    const level = row.querySelector('input[data-code$=":level"], input[data-code*=":level:"]'), base = row.querySelector('input[data-code$=":base"], input[data-code*=":base:"]');
    const value = level && level.value.trim() ? growth(Number(level.dataset.kept), base && base.dataset.kept ? Number(base.dataset.kept) : Number(other.dataset.base), other.dataset.points) : "";
    const cell = other.closest(".box");
    cell.querySelector(".box-hint")?.remove();
    if (!value) return;
    const hint = document.createElement("span"), take = document.createElement("button");
    hint.className = "box-hint computed";
    take.type = "button"; take.className = "take"; take.dataset.take = value; take.textContent = say("computed", { value });
    hint.append(take);
    cell.querySelector(".box-in").after(hint);
  }

  if (form) {
    form.addEventListener("input", (event) => { const box = event.target.closest("[data-code]"); if (box) { if (box.dataset.state !== "wrong" && box.dataset.state !== "clash") state(box, ""); touch(box); } });
    form.addEventListener("focusin", (event) => { if (event.target.matches("[data-code]")) event.target.select(); });
    form.addEventListener("focusout", (event) => { if (event.target.matches("[data-code]")) leave(event.target); });
    form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
    form.addEventListener("click", (event) => {
      const take = event.target.closest("[data-take]");
      if (!take) return;
      const box = take.closest(".box").querySelector("[data-code]");
      box.value = take.dataset.take;
      take.closest(".box-hint").remove();
      leave(box);
      box.focus();
    });

    // ---- keys and paste: the form is a sheet
    const rows = () => [...form.querySelectorAll("tbody tr:not(.part)")].map((row) => [...row.querySelectorAll("td.box")].map((cell) => cell.querySelector("[data-code]")));
    const place = (box) => { const all = rows(); for (let y = 0; y < all.length; y += 1) { const x = all[y].indexOf(box); if (x >= 0) return [all, y, x]; } return [all, -1, -1]; };
    const go = (box, step) => { const [all, y, x] = place(box); for (let n = y + step; n >= 0 && n < all.length; n += step) if (all[n][x]) { all[n][x].focus(); return; } box.blur(); };
    form.addEventListener("keydown", (event) => {
      const box = event.target;
      if (event.isComposing || !box.matches("[data-code]")) return;
      const offer = !box.value && box.closest(".box").querySelector("[data-take]");
      if (offer && (event.key === "Tab" && !event.shiftKey) && !box.dataset.declined) { box.dataset.declined = "1"; box.value = offer.dataset.take; offer.closest(".box-hint").remove(); touch(box); return; }
      if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); go(box, event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1); }
      else if (event.key === "Escape") { box.value = box.dataset.kept; touch(box); state(box, ""); box.select(); }
    });
    form.addEventListener("paste", (event) => {
      const box = event.target, text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      if (!box.matches("[data-code]") || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const [all, y, x] = place(box);
      let n = 0;
      text.split("\n").forEach((line, down) => line.split("\t").forEach((value, across) => {
        const other = all[y + down] && all[y + down][x + across];
        if (!other) return;
        other.value = value.trim();
        touch(other);
        if (dirty.has(other.dataset.code)) state(other, "saving");
        n += 1;
      }));
      status(say("pasted", { n }));
      soon(0);
    });
    window.addEventListener("online", () => soon(0));
    window.addEventListener("focus", () => { renewed = false; if (dirty.size) soon(0); });
    window.addEventListener("beforeunload", (event) => { const here = document.activeElement; if (here && here.matches("[data-code]")) touch(here); if (unsettled()) event.preventDefault(); });
  }

  // ---- what others write
  async function poll() {
    if (document.hidden) return;
    try {
      const address = `${page.dataset.progress}?edition=${edition}&stage=${stage}`;
      const answer = await fetch(address, { headers: POLLED, credentials: "same-origin", redirect: "manual" });
      if (answer.status !== 200 || busy) return;
      const told = await answer.json(), before = stage;
      edition = String(told.edition);
      stand(told);
      for (const [code, [text, rev, who]] of Object.entries(told.cells)) theirs(code, text, rev, who);
      if (stage !== before && [before, stage].join() !== "open,draft") { status(words.moved, "bad"); if (!form && !aside.querySelector("textarea:focus, input:focus")) refresh(null, true); } else check(true);
    } catch (error) { /* asked again soon */ }
  }
  function theirs(code, text, rev, who) {
    const box = by.get(code);
    if (!box || Number(box.dataset.rev) >= rev || dirty.has(code) || ["wrong", "clash"].includes(box.dataset.state)) return;
    if (document.activeElement === box && box.value.trim() !== box.dataset.kept) return; // his save will tell
    box.value = text;
    hold(box, text, rev);
    state(box, "fresh");
    under(box, "fresh", say("fresh", { by: who }));
  }
  setInterval(poll, POLL);
  page.addEventListener("diaodu:poll", poll);
})();
