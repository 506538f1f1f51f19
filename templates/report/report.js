"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const items = all(".item");
  const entries = all(".entry");
  const search = one("search");
  const chosen = { kind: "", file: "", tag: "" };
  const texts = new Map();

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, fold(item.textContent + " " + (item.dataset.tags || "")));
    return texts.get(item);
  };

  const fits = (item) =>
    (!chosen.kind || item.dataset.kinds.split(" ").includes(chosen.kind)) &&
    (!chosen.file || item.dataset.files.split("|").some((place) => place.startsWith(chosen.file + " · "))) &&
    (!chosen.tag || item.dataset.tags.split("|").some((tag) => tag === chosen.tag || tag.startsWith(chosen.tag + "::")));

  const apply = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    for (const item of items) {
      const found = words.every((word) => textOf(item).includes(word));
      item.hidden = !(found && (!item.classList.contains("entry") || fits(item)));
    }
    for (const group of all(".group")) {
      group.hidden = !all(".item", group).some((item) => !item.hidden);
      if (words.length && !group.hidden) group.open = true;
    }
    for (const section of all("#reviews, #findings")) {
      section.hidden = !all(".item", section).some((item) => !item.hidden);
    }
    const shown = entries.filter((item) => !item.hidden).length;
    one("shown").textContent = shown === entries.length ? shown : `${shown} / ${entries.length}`;
    one("nothing").hidden = shown > 0;
    for (const button of all("[data-kind]")) button.setAttribute("aria-pressed", button.dataset.kind === chosen.kind);
    for (const button of all("[data-tag]")) button.setAttribute("aria-pressed", button.dataset.tag === chosen.tag);
    if (one("chosen")) one("chosen").textContent = chosen.tag;
    one("file").value = chosen.file;
  };

  const clear = () => {
    search.value = chosen.kind = chosen.file = chosen.tag = "";
    apply();
  };

  for (const button of all("[data-kind]")) {
    const kind = button.dataset.kind;
    button.hidden = kind !== "" && !entries.some((item) => item.dataset.kinds.split(" ").includes(kind));
  }

  // ── looks ──────────────────────────────────────────────────────────────

  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const night = () => root.dataset.theme ? root.dataset.theme === "night" : matchMedia("(prefers-color-scheme: dark)").matches;
  const turn = () => {
    root.dataset.theme = night() ? "day" : "night";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private mode */ }
  };
  if (remembered()) root.dataset.theme = remembered();

  // ── going about ────────────────────────────────────────────────────────

  const openAt = (hash) => {
    const item = hash.length > 1 && one(decodeURIComponent(hash.slice(1)));
    if (!item || !item.classList.contains("entry")) return;
    if (item.hidden) clear();
    all("details", item)[0].open = true;
    item.scrollIntoView();
    all("summary", item)[0].focus({ preventScroll: true });
  };

  const step = (by) => {
    const stops = items.filter((item) => item.offsetParent !== null && item.querySelector("summary"));
    if (!stops.length) return;
    const now = document.activeElement.closest && document.activeElement.closest(".item");
    let at = stops.indexOf(now);
    if (at < 0) {
      const below = stops.findIndex((item) => item.getBoundingClientRect().bottom > 80);
      at = below < 0 ? stops.length - 1 : by > 0 ? below - 1 : below;
    }
    const next = stops[Math.max(0, Math.min(stops.length - 1, at + by))];
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const copy = (button) => {
    const text = button.parentElement.querySelector("pre");
    getSelection().selectAllChildren(text);
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* selected, at least */ }
    const label = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = done ? "已复制" : "已选中";
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  const keys = {
    "/": () => { search.focus(); search.select(); },
    j: () => step(1),
    k: () => step(-1),
    m: () => { chosen.kind = chosen.kind === "merged" ? "" : "merged"; apply(); one("entries").scrollIntoView(); },
    r: () => { if (one("reviews")) one("reviews").scrollIntoView(); },
    t: turn,
    "?": () => one("help").showModal(),
    Escape: clear,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("help").open) return;
    if (event.target.matches("input, select")) {
      if (event.key === "Escape") { clear(); event.target.blur(); }
      if (event.key === "Enter" && event.target === search) { search.blur(); step(1); }
      return;
    }
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.kind !== undefined) { chosen.kind = button.dataset.kind; apply(); }
    else if (button.dataset.tag) { chosen.tag = chosen.tag === button.dataset.tag ? "" : button.dataset.tag; apply(); }
    else if (button.classList.contains("copy")) copy(button);
    else if (button.id === "theme") turn();
    else if (button.id === "keys") one("help").showModal();
    else if (button.id === "unfold") {
      const shown = entries.filter((item) => !item.hidden).map((item) => item.querySelector("details"));
      const open = !shown.every((details) => details.open);
      for (const details of shown) details.open = open;
      button.textContent = open ? "全部收起" : "全部展开";
    }
  });

  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  one("file").addEventListener("change", (event) => { chosen.file = event.target.value; apply(); });
  addEventListener("hashchange", () => openAt(location.hash));
  openAt(location.hash);
})();
