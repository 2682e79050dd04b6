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
    say(done ? `Copied: ${button.textContent.replace(/^Copy /, "")}` : "The browser refused; select the words and copy them");
  });

  const search = document.getElementById("search");
  const items = all(".item");
  const words = items.map((item) => item.textContent.toLowerCase());
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    items.forEach((item, at) => {
      item.hidden = !wanted.every((word) => words[at].includes(word));
      if (!item.hidden) shown += 1;
    });
    say(wanted.length ? `${shown} of ${items.length} shown` : "");
  });
  search.form.addEventListener("submit", (event) => event.preventDefault());

  const size = document.getElementById("size");
  const tone = document.getElementById("tone");
  if (!size) return;
  const show = () => {
    for (const row of all(`tr[data-size="${size.value}"][data-tone="${tone.value}"]`)) {
      const article = row.closest("article");
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
