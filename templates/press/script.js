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
  // "tree" is not in "street".
  const starts = (text, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
    }
    return -1;
  };
  const words = items.map((item) => flat(`${item.textContent} ${item.dataset.words || ""}`));
  const own = items.map((item, at) => (item.dataset.words ? flat(item.dataset.words) : words[at]));
  search.addEventListener("input", () => {
    // "crimes" finds crime, "crime" finds crimes.
    const wanted = flat(search.value).split(/\s+/).filter(Boolean).map((word) => (word.length > 4 ? word.replace(/(ies|es|s|y)$/, "") : word));
    const has = (at) => (word) => starts(words[at], word) >= 0;
    let found = items.map((_, at) => wanted.every(has(at)));
    const whole = found.includes(true);
    if (!whole) found = items.map((_, at) => wanted.some(has(at)));
    const shown = found.filter(Boolean).length;
    items.forEach((item, at) => { item.hidden = shown > 0 && !found[at]; });
    // What names a thing first stands first; without words, all stand as they stood.
    const place = (at) => wanted.reduce((sum, word) => sum + starts(own[at], word), 0);
    const order = items.map((_, at) => at).sort((a, b) => place(a) - place(b) || a - b);
    for (const at of order) items[at].parentNode.append(items[at]);
    for (const section of all("section")) {
      const own = all(".item", section);
      section.hidden = own.length > 0 && own.every((item) => item.hidden);
    }
    if (wanted.length === 0) say("");
    else if (shown === 0) say(`@@press-matches-none|words=${search.value.trim()}@@`);
    else say(whole ? `@@press-matches|shown=${shown}|count=${items.length}@@` : `@@press-matches-some|shown=${shown}|count=${items.length}@@`);
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
