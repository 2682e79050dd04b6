"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const status = document.getElementById("status");
  const say = (text) => { status.textContent = text; };
  for (const hidden of all(".tools, button[data-copy]")) hidden.hidden = false;

  const copy = async (text) => {
    if (navigator.clipboard) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
    }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const done = await copy(document.getElementById(button.dataset.copy).textContent.trim());
    button.focus();
    say(done ? `@@press-copied|what=${button.textContent.replace(/^\S+ /, "")}@@` : "@@press-refused@@");
  });

  // From disk a browser opens a file instead of saving it: what `downloads.js` holds is saved, and the rest
  // opens beside this page.
  let held;
  const load = () => {
    held ||= new Promise((done) => {
      const script = document.createElement("script");
      script.src = document.body.dataset.files;
      script.onload = () => done(window.downloads);
      script.onerror = () => done({});
      document.head.append(script);
    });
    return held;
  };
  const save = async (href) => {
    const content = (await load())[href];
    if (!content) {
      window.open(href, "_blank", "noopener");
      say("@@press-new-tab@@");
      return;
    }
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = href.split("/").pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  if (location.protocol === "file:") {
    document.addEventListener("click", (event) => {
      const href = event.target.closest("a[download]")?.getAttribute("href");
      if (!href || !/\.(png|svg|pdf|csv|txt|md|json)$/.test(href)) return;
      event.preventDefault();
      save(href);
    });
  }

  const search = document.getElementById("search");
  const items = all(".item");
  const flat = (text) => text.toLowerCase().replace(/[-\u2011]/g, "");
  const parted = (text) => text.toLowerCase().replace(/[-\u2011]/g, " ");
  // "crimes" finds crime, "crime" finds crimes.
  const stem = (word) => (word.length > 4 ? word.replace(/(ies|es|s|y)$/, "") : word);
  // "tree" is not in "street".
  const starts = (text, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
    }
    return -1;
  };
  // The words as they are: "car" is not in "care".
  const whole = (text, word) => {
    for (let at = text.indexOf(word); word && at >= 0; at = text.indexOf(word, at + 1)) {
      const alone = (one) => !one || !/[\p{L}\p{N}]/u.test(one);
      if (alone(text[at - 1]) && alone(text[at + word.length])) return at;
    }
    return -1;
  };
  // Signs alone are no words; a percentage is one.
  const sought = (text) => text.toLowerCase().replace(/ (per cent|percent|%)/g, "%")
    .split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  // "41%" finds 41.0%.
  const rounds = (own, said) => {
    const [a, b] = [own, said].map((one) => one.replaceAll(",", ""));
    const places = (number) => (number.split(".")[1] || "").length;
    return a === b || (places(b) < places(a) && Math.abs(a - b) <= 0.5 / 10 ** places(b) + 1e-9);
  };
  const rounded = (text, word) => {
    const said = /^(\d[\d,]*(?:\.\d+)?)(%?)$/.exec(word);
    for (const own of said ? text.matchAll(/\d[\d,]*(?:\.\d+)?/g) : []) {
      if (rounds(own[0], said[1]) && text.startsWith(said[2], own.index + own[0].length)) return own.index;
    }
    return -1;
  };
  const texts = (text) => ({ joined: flat(text), parted: parted(text) });
  const place = (text, word) => {
    const at = starts(text.joined, stem(flat(word)));
    if (at >= 0) return at;
    // "jobs" finds job.
    const one = flat(word).endsWith("s") ? whole(text.joined, flat(word).slice(0, -1)) : -1;
    if (one >= 0) return one;
    // Of "covid-19" the number says little.
    const parts = parted(word).split(/\s+/).filter((part) => /\p{L}/u.test(part));
    const found = parts.map((part) => starts(text.parted, stem(part)));
    return found.length > 0 && found.every((one) => one >= 0) ? found[0] : rounded(text.parted, word);
  };
  const words = items.map((item) => texts(`${item.textContent} ${item.dataset.words || ""}`));
  const own = items.map((item, at) => (item.dataset.words ? texts(item.dataset.words) : words[at]));
  search.addEventListener("input", () => {
    const wanted = sought(search.value);
    const has = (at) => (word) => place(words[at], word) >= 0;
    let found = items.map((_, at) => wanted.every(has(at)));
    const together = found.includes(true);
    if (!together) found = items.map((_, at) => wanted.some(has(at)));
    const shown = found.filter(Boolean).length;
    items.forEach((item, at) => { item.hidden = shown > 0 && !found[at]; });
    // What names a thing first stands first; without words, all stand as they stood.
    const sums = own.map((text) => wanted.reduce((sum, word) => sum + place(text, word), 0));
    const order = items.map((_, at) => at).sort((a, b) => sums[a] - sums[b] || a - b);
    for (const at of order) items[at].parentNode.append(items[at]);
    for (const section of all("section")) {
      const own = all(".item", section);
      section.hidden = own.length > 0 && own.every((item) => item.hidden);
    }
    if (wanted.length === 0 && search.value.trim() === "") say("");
    else if (wanted.length === 0) say(`@@press-matches-none|words=${search.value.trim()}@@`);
    else if (shown === 0) say(`@@press-matches-none|words=${search.value.trim()}@@`);
    else say(together ? `@@press-matches|shown=${shown}|count=${items.length}@@` : `@@press-matches-some|shown=${shown}|count=${items.length}@@`);
  });
  search.form.addEventListener("submit", (event) => event.preventDefault());

  const size = document.getElementById("size");
  const tone = document.getElementById("tone");
  if (!size) return;
  const show = () => {
    for (const article of all("article")) {
      const sized = [...article.querySelectorAll(`tr[data-size="${size.value}"]`)];
      // What is for paper is light alone.
      const row = sized.find((one) => one.dataset.tone === tone.value) ?? sized[0];
      if (!row) continue;
      const picture = article.querySelector(".preview");
      picture.width = row.dataset.width;
      picture.height = row.dataset.height;
      picture.src = row.dataset.file;
      article.querySelector(".take").href = row.dataset.file;
    }
  };
  size.addEventListener("change", show);
  tone.addEventListener("change", show);
})();
