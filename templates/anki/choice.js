// Options that can be chosen by touch or key, and marked on the back. Nothing is fetched; what
// was chosen on the front is kept for the back in the page and in its session. Without a script
// the options are a plain list in the order of the source.

function shuatiChoice(shuffled) {
  const root = document.querySelector(".qa.choice");
  const list = root && root.querySelector(".options");
  if (!list) return;
  const NAME = "shuatiChoice";
  const items = Array.from(list.children);
  const letters = items.map((item) => item.querySelector(".letter").textContent.trim());
  const back = root.classList.contains("back");
  const code = root.dataset.code;

  function keep(value) {
    window[NAME + "Kept"] = value;
    try {
      sessionStorage.setItem(NAME, JSON.stringify(value));
    } catch (error) {
      // a client without a session: the page itself remembers
    }
  }

  function kept() {
    let value = window[NAME + "Kept"];
    try {
      value = value || JSON.parse(sessionStorage.getItem(NAME));
    } catch (error) {
      value = value || null;
    }
    return value && value.code === code && value.order.length === items.length ? value : null;
  }

  // Another order every day, the same for front and back, even where nothing can be kept.
  function orderOfToday() {
    const order = items.map((_, at) => at);
    if (!shuffled || list.classList.contains("fixed")) return order;
    let seed = 2166136261;
    for (const char of code + new Date().toDateString()) {
      seed = Math.imul(seed ^ char.charCodeAt(0), 16777619) >>> 0;
    }
    for (let at = order.length - 1; at > 0; at--) {
      seed = (Math.imul(seed ^ (seed >>> 15), 2246822519) + 2654435769) >>> 0;
      const other = Math.floor((seed / 4294967296) * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    return order;
  }

  const before = back ? kept() : null;
  const order = before ? before.order : orderOfToday();
  const shown = order.map((at) => items[at]);
  const letterOf = {}; // that is shown, by that of the source
  shown.forEach((item, place) => {
    list.appendChild(item);
    letterOf[letters[order[place]]] = letters[place];
    item.querySelector(".letter").textContent = letters[place];
  });
  if (window[NAME + "Keys"]) document.removeEventListener("keydown", window[NAME + "Keys"], true);
  window[NAME + "Keys"] = null;
  if (back) mark(before ? before.chosen : []);
  else ask();

  function ask() {
    const several = root.querySelector(".code-number").textContent.includes("多选");
    let chosen = []; // places in `items`
    list.setAttribute("role", several ? "group" : "radiogroup");
    shown.forEach((item) => {
      item.classList.add("live");
      item.tabIndex = 0;
      item.setAttribute("role", several ? "checkbox" : "radio");
      item.addEventListener("click", () => choose(item));
    });
    show();

    function choose(item) {
      const at = items.indexOf(item);
      const had = chosen.includes(at);
      if (several) chosen = had ? chosen.filter((one) => one !== at) : chosen.concat(at);
      else chosen = had ? [] : [at];
      show();
      if (keys) keys.focus({ preventScroll: true });
    }

    function show() {
      items.forEach((item, at) => {
        item.classList.toggle("chosen", chosen.includes(at));
        item.setAttribute("aria-checked", String(chosen.includes(at)));
      });
      keep({ code: code, order: order, chosen: chosen });
    }

    function pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const focused = document.activeElement;
      if ((event.key === " " || event.key === "Enter") && focused && focused !== keys) {
        if (!focused.classList.contains("option")) return;
        choose(focused);
      } else {
        const at = /^[a-h]$/i.test(event.key)
          ? event.key.toUpperCase().charCodeAt(0) - 65
          : /^[1-8]$/.test(event.key) ? Number(event.key) - 1 : -1;
        if (at < 0 || at >= shown.length) return passOn(event);
        choose(shown[at]);
      }
      event.preventDefault();
      event.stopPropagation();
    }

    // Anki for the desktop has keys of its own (a: add, 1: again), which reach the page only
    // where text is typed.
    const desktop = typeof pycmd === "function" && !document.documentElement.classList.contains("mobile");
    const keys = desktop ? document.createElement("input") : null;
    function passOn(event) {
      if (event.target === keys && (event.key === " " || event.key === "Enter")) {
        event.preventDefault();
        pycmd("ans");
      }
    }
    window[NAME + "Keys"] = pressed;
    document.addEventListener("keydown", pressed, true);
    if (keys) {
      keys.className = "shuati-keys";
      keys.setAttribute("aria-hidden", "true");
      keys.addEventListener("input", () => (keys.value = ""));
      root.appendChild(keys);
      keys.focus({ preventScroll: true });
    }
  }

  function mark(chosen) {
    const right = Array.from(root.dataset.right);
    const places = letters.map((letter, at) => (right.includes(letter) ? at : -1)).filter((at) => at >= 0);
    items.forEach((item, at) => {
      item.classList.toggle("right", places.includes(at));
      item.classList.toggle("chosen", chosen.includes(at));
      item.classList.toggle("wrong", chosen.includes(at) && !places.includes(at));
    });
    const keyed = Array.from(root.querySelectorAll(".key"));
    keyed.forEach((line) => {
      const letter = line.querySelector(".letter");
      letter.textContent = letterOf[letter.textContent.trim()] || letter.textContent;
    });
    keyed
      .sort((a, b) => (a.textContent.trim() < b.textContent.trim() ? -1 : 1))
      .forEach((line) => line.parentNode.insertBefore(line, null));
    const verdict = root.querySelector(".verdict");
    if (!chosen.length || !verdict) return;
    const good = chosen.length === places.length && chosen.every((at) => places.includes(at));
    const named = chosen.map((at) => letterOf[letters[at]]).sort().join("、");
    verdict.textContent = good ? "答对了" : `答错了，你选的是 ${named}`;
    verdict.classList.add(good ? "good" : "bad");
    verdict.hidden = false;
  }
}
