// Completes the names of functions, indicators, places and options while a question is written.
"use strict";
(() => {
  const input = document.getElementById("q"), list = document.getElementById("q-words"), data = document.getElementById("words");
  if (!input || !list || !data) return;
  const words = JSON.parse(data.textContent), by = new Map(words.functions.map((f) => [f.name, f]));
  const CLOSING = { "“": "”", "”": "”", "‘": "’", "’": "’", '"': '"', "'": "'" }, MOST = 60;
  const PLACES = ["地区", "对", "占地区", "范围"], INDICATORS = ["指标", "占"], PARTS = ["部分", "剔除"], SETS = ["集合", "列表", "内容", "名称"];
  let found = [], at = -1;

  input.removeAttribute("list"); // the browser's own list would lie over ours
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  // What stands before the caret: inside quotes or not, in which call, at which argument.
  function where(text) {
    const calls = [];
    let quote = null, start = 0, word = "";
    for (let n = 0; n < text.length; n += 1) {
      const sign = text[n];
      if (quote) {
        if (sign === "\\") n += 1;
        else if (sign === quote) { quote = null; word = ""; }
        continue;
      }
      if (CLOSING[sign]) { quote = CLOSING[sign]; start = n + 1; continue; }
      if ("(（[【".includes(sign)) { calls.push({ name: "(（".includes(sign) ? word.trim() : "", index: 0, option: "" }); word = ""; continue; }
      if (")）]】".includes(sign)) { calls.pop(); word = ""; continue; }
      const call = calls[calls.length - 1];
      if (",，、".includes(sign)) { if (call) { if (call.name) call.index += 1; call.option = ""; } word = ""; continue; }
      if ("=＝".includes(sign)) { if (call && !/[<>!=]$/.test(word)) call.option = word.trim(); word = ""; continue; }
      word = /[\p{L}\p{N}_]/u.test(sign) ? word + sign : "";
    }
    const named = calls.filter((c) => c.name), call = named[named.length - 1];
    const option = call ? (calls[calls.length - 1].option || call.option || ((by.get(call.name) || { takes: [] }).takes[call.index] || "")) : "";
    return quote ? { quote, start, text: text.slice(start), option, call } : { quote: null, start: text.length - word.length, text: word, option, call };
  }

  function names(option) {
    const kinds = PLACES.includes(option) ? ["place", "group"] : INDICATORS.includes(option) ? ["indicator"] : PARTS.includes(option) ? ["part", "place", "group", "indicator"] : SETS.includes(option) ? ["group", "set", "indicator", "place"] : ["indicator", "place", "group", "part", "set"];
    const values = (words.options[option] || []).map((name) => ({ name, kind: "value", also: "", note: "" }));
    const rest = words.options[option] && !PLACES.includes(option) ? [] : words.names.filter((w) => kinds.includes(w.kind));
    rest.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
    return [...values, ...rest].map((w) => ({ ...w, insert: w.name, quoted: true }));
  }

  function outside(spot) {
    const functions = words.functions.map((f) => ({ name: f.name, kind: "function", also: f.group, note: `${f.usage}　${f.text}`, insert: f.name + (f.takes.length ? "(" : "()"), call: f.takes.length > 0, first: f.takes[0] }));
    const sets = words.sets.map((name) => ({ name, kind: "set", also: "", note: "", insert: name }));
    const own = spot.call ? (by.get(spot.call.name) || { takes: [] }).takes.slice(spot.call.index) : [];
    const options = spot.call ? [...new Set([...own, ...words.common])].map((name) => ({ name: `${name}=`, kind: "option", also: "", note: (words.options[name] || []).join("、"), insert: `${name}=`, again: true })) : [];
    if (spot.call && !spot.text) return [...options, ...sets];
    return spot.call && spot.call.index > 0 ? [...options, ...sets, ...functions] : [...functions, ...sets, ...options];
  }

  function matches(word, typed) {
    const small = typed.toLowerCase();
    if (!small || word.name.toLowerCase().startsWith(small)) return 0;
    return word.name.toLowerCase().includes(small) ? 1 : word.also.toLowerCase().includes(small) ? 2 : -1;
  }

  // A condition is a question inside quotes: there the inner question is completed.
  function inner(spot) {
    if (!spot.quote || !(by.get((spot.call || {}).name) && /[(（]/.test(spot.text))) return spot;
    const deep = where(spot.text);
    return { ...deep, start: spot.start + deep.start, nested: true };
  }

  function suggest() {
    const spot = inner(where(input.value.slice(0, input.selectionStart)));
    const all = spot.quote ? names(spot.option) : outside(spot);
    found = all.map((word) => [matches(word, spot.text), word]).filter(([n, word]) => n >= 0 && !(word.name === spot.text && !word.call)).sort((a, b) => a[0] - b[0]).slice(0, MOST).map(([, word]) => ({ ...word, spot }));
    show();
  }

  function show() {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((word, n) => {
      const line = document.createElement("li"), name = document.createElement("b"), kind = document.createElement("i"), note = document.createElement("small");
      line.id = `q-word-${n}`;
      line.setAttribute("role", "option");
      name.textContent = word.name;
      kind.textContent = words.kinds[word.kind] || "";
      note.textContent = word.note;
      line.append(name, kind, note);
      return line;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function hide() { found = []; show(); }

  function move(step) {
    if (!found.length) { suggest(); return; }
    if (at >= 0) list.children[at].removeAttribute("aria-selected");
    at = (at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function take(n) {
    const { spot, ...word } = found[n], caret = input.selectionStart, rest = input.value.slice(caret);
    let text = word.insert, again = Boolean(word.again);
    if (word.quoted) { if (!rest.startsWith(spot.quote)) text += spot.quote; } else if (word.call) {
      const mark = spot.nested ? "'" : '"', raw = ["指标", "名称", "部分"].includes(word.first);
      text += raw ? mark : "";
      again = true;
    }
    input.value = input.value.slice(0, spot.start) + text + rest;
    const end = spot.start + text.length + (word.quoted && rest.startsWith(spot.quote) ? 1 : 0);
    input.setSelectionRange(end, end);
    input.focus();
    if (again) suggest(); else hide();
  }

  input.addEventListener("input", suggest);
  input.addEventListener("click", () => { if (list.hidden) suggest(); });
  input.addEventListener("blur", () => setTimeout(hide, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); hide(); }
    else if ((event.key === "Enter" && at >= 0) || (event.key === "Tab" && at >= 0)) { event.preventDefault(); take(at); }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const line = event.target.closest("li");
    if (line) take([...list.children].indexOf(line));
  });
})();
