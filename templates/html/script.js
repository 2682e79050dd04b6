// The page is whole without this script: it adds the place read, the search, cards beside
// their numbers, tools under figures, and sorting.
{
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);

  // Contents: open where there is room, and marked at the place read.
  const contents = document.querySelector(".contents details");
  const room = window.matchMedia("(min-width: 62rem)");
  const fold = () => { if (contents) contents.open = room.matches; };
  fold();
  room.addEventListener("change", fold);
  const entries = all(".chapters a:not([aria-current=page])").map((link) => [link, document.getElementById(link.hash.slice(1))]).filter(([, target]) => target);
  const where = document.querySelector(".contents .where");
  // Where a chapter is a page of its own, that is the place until a section is read.
  const page = document.querySelector(".chapters [aria-current=page]")?.textContent ?? "";
  if (where) where.textContent = page;
  let current = null;
  const read = () => {
    let found = null;
    for (const [link, target] of entries) {
      if (target.getBoundingClientRect().top < window.innerHeight * 0.3) found = link;
    }
    if (found === current) return;
    if (current) current.removeAttribute("aria-current");
    current = found;
    if (!found) { if (where) where.textContent = page; return; }
    found.setAttribute("aria-current", "location");
    if (where) where.textContent = found.textContent;
    const nav = document.querySelector(".contents");
    const at = found.getBoundingClientRect(), box = nav.getBoundingClientRect();
    if (room.matches && (at.top < box.top || at.bottom > box.bottom)) nav.scrollTop += at.top - box.top - box.height / 3;
  };
  let asked = false;
  window.addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; read(); });
  }, { passive: true });
  read();
  document.querySelector(".chapters")?.addEventListener("click", (event) => {
    if (event.target.closest("a")) fold();
  });
  contents?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || room.matches) return;
    contents.open = false;
    contents.querySelector("summary").focus();
  });

  // Search: every word must stand in the same paragraph, cell or heading.
  const form = document.querySelector(".search");
  if (form) {
    form.hidden = false;
    const input = form.querySelector("input"), count = form.querySelector(".count"), found = form.querySelector(".found");
    let places = null;
    const { index } = form.dataset;
    const gather = () => all("main :is(h2, h3, h4, p, li, dt, dd, figcaption, th, td)").filter((node) => !node.closest(".tools, .travels, .data")).map((node) => {
      const text = node.textContent.replace(/\s+/g, " ").trim();
      const chapter = node.closest("section")?.querySelector("h2")?.textContent.replace(/\s+/g, " ").trim() ?? "";
      return { node, text, lower: text.toLowerCase(), chapter };
    });
    // A publication of many pages keeps what they say in one file.
    const listed = ({ pages, texts }) => texts.map(([at, anchor, text]) => ({ page: pages[at][0], anchor, text, lower: text.toLowerCase(), chapter: pages[at][1] }));
    const load = (then) => {
      window.reissueSearch = then;
      document.head.append(make("script", "", { src: index }));
    };
    if (index) {
      input.addEventListener("focus", () => load((texts) => { places = listed(texts); search(); }), { once: true });
      // A link to something that is on another page now leads there.
      const wanted = decodeURIComponent(window.location.hash.slice(1));
      if (wanted && !wanted.includes(":~:") && !document.getElementById(wanted)) load((texts) => {
        const there = listed(texts).find((place) => place.anchor === wanted);
        if (there) window.location.replace(there.page + "#" + wanted);
      });
    }
    // The words before and after the one that was looked for, as an address can name them.
    const named = (text, word) => {
      if (!("fragmentDirective" in document)) return "";
      const cell = text.split(" · ").find((cell) => cell.toLowerCase().includes(word)) ?? "";
      const at = cell.toLowerCase().indexOf(word);
      const from = cell.lastIndexOf(" ", at) + 1, until = cell.indexOf(" ", at + 40);
      return ":~:text=" + encodeURIComponent(cell.slice(from, until < 0 ? undefined : until)).replaceAll("-", "%2D");
    };
    const extract = (text, word) => {
      const at = Math.max(0, text.toLowerCase().indexOf(word));
      const line = make("span", "");
      const from = Math.max(0, at - 40);
      line.append((from ? "…" : "") + text.slice(from, at), make("mark", text.slice(at, at + word.length)), text.slice(at + word.length, at + 70));
      return line;
    };
    const search = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      found.replaceChildren();
      count.textContent = "";
      if (input.value.trim().length < 2) return;
      if (index && !places) return;
      places ??= gather();
      const hits = places.filter((place) => words.every((word) => place.lower.includes(word)));
      count.textContent = hits.length === 0 ? "@@search-none@@" : hits.length > 20 ? `@@search-first|count=${hits.length}@@` : hits.length === 1 ? "@@search-one@@" : `@@search-places|count=${hits.length}@@`;
      for (const hit of hits.slice(0, 20)) {
        const link = make("a", "", { href: index ? `${hit.page}#${hit.anchor}${named(hit.text, words[0])}` : "#" + (hit.node.closest("[id]")?.id ?? "main") });
        link.append(make("b", hit.chapter), extract(hit.text, words[0]));
        if (index) link.addEventListener("click", () => { if (!room.matches) contents.open = false; });
        else link.addEventListener("click", (event) => {
          event.preventDefault();
          if (!room.matches) contents.open = false;
          hit.node.scrollIntoView({ block: "center" });
          hit.node.tabIndex = -1;
          hit.node.focus({ preventScroll: true });
          hit.node.classList.add("hit");
          setTimeout(() => hit.node.classList.remove("hit"), 2500);
        });
        const item = make("li", "");
        item.append(link);
        found.append(item);
      }
    };
    input.addEventListener("input", search);
    form.addEventListener("submit", (event) => { event.preventDefault(); found.querySelector("a")?.click(); });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !input.value) return;
      event.stopPropagation();
      input.value = "";
      search();
    });
  }

  // A number or an assertion opens its card beside itself; Escape closes it and leads back.
  const numbers = all("a.v, a.claim");
  for (const link of numbers) link.setAttribute("aria-haspopup", "dialog");
  // Hundreds of them crowd a list of links and the way by Tab: one button, in front of all, makes them text.
  const skip = document.querySelector(".skip");
  if (numbers.length && skip) {
    const plain = make("button", "@@numbers-as-text@@", { type: "button", className: "skip" });
    const set = (on) => {
      plain.setAttribute("aria-pressed", String(on));
      for (const link of numbers) {
        link.dataset.to ??= link.getAttribute("href");
        if (on) link.removeAttribute("href"); else link.setAttribute("href", link.dataset.to);
      }
      try { sessionStorage.setItem("numbers-as-text", on ? "1" : ""); } catch { /* A page from disk may keep nothing. */ }
    };
    let kept = "";
    try { kept = sessionStorage.getItem("numbers-as-text"); } catch { /* Likewise. */ }
    set(kept === "1");
    plain.addEventListener("click", () => set(plain.getAttribute("aria-pressed") !== "true"));
    skip.after(plain);
  }
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".card .close");
    if (close) {
      event.preventDefault();
      close.closest(".card").hidePopover();
      return;
    }
    const link = event.target.closest("a.v, a.claim");
    const card = link && document.getElementById((link.hash || link.dataset.to || "").slice(1));
    if (!card || !card.showPopover) return;
    event.preventDefault();
    if (card.matches(":popover-open")) { card.hidePopover(); return; }
    card.showPopover();
    card.addEventListener("toggle", (change) => {
      if (change.newState !== "closed") return;
      if (card.contains(document.activeElement) || document.activeElement === document.body) link.focus({ preventScroll: true });
    }, { once: true });
    if (window.innerWidth > 640) {
      const at = link.getBoundingClientRect(), box = card.getBoundingClientRect();
      const below = at.bottom + 8 + box.height < window.innerHeight;
      const left = Math.max(12, Math.min(at.left, window.innerWidth - box.width - 12));
      const top = below ? at.bottom + 8 : Math.max(12, at.top - box.height - 8);
      Object.assign(card.style, { transform: "none", bottom: "auto", left: left + "px", top: top + "px" });
    } else {
      card.removeAttribute("style");
    }
    card.focus({ preventScroll: true });
  });

  // From disk a browser shows a picture instead of saving it: it does so beside this page, and with all that
  // travels in the file.
  if (location.protocol === "file:") for (const link of all(".tools a[download]:not([href$='.csv'])")) link.target = "_blank";

  // Tools under figures and tables.
  const save = (blob, name) => {
    const link = make("a", "", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const picture = (figure) => {
    const svg = figure.querySelector(".plot.wide svg").cloneNode(true);
    for (const values of all(".values", svg)) values.remove();
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", "#fff"]]) ground.setAttribute(name, value);
    svg.prepend(ground);
    return new XMLSerializer().serializeToString(svg);
  };
  const values = (table) => all("tr", table).map((row) => all("th, td", row).map((cell) => {
    const text = cell.textContent.trim();
    return /^[=+@\t\r]/.test(text) || /[",\n]/.test(text) ? `"${(/^[=+@\t\r]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"` : text;
  }).join(",")).join("\r\n") + "\r\n";
  for (const tools of all(".tools")) {
    const figure = tools.closest("figure"), { name, what } = tools.dataset;
    const button = (text, label, act) => {
      const made = make("button", text, { type: "button", ariaLabel: label });
      made.addEventListener("click", () => act(made));
      tools.append(made, " ");
      return made;
    };
    const svg = figure.querySelector(".plot.wide svg"), table = figure.querySelector("table");
    if ("make" in tools.dataset) {
      if (svg) {
        button("PNG", `@@file-of|file=PNG|what=${what}@@`, () => {
          const image = new Image();
          image.onload = () => {
            const canvas = make("canvas", "", { width: image.width * 2, height: image.height * 2 });
            canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
            canvas.toBlob((blob) => save(blob, `${name}.png`));
          };
          image.src = "data:image/svg+xml," + encodeURIComponent(picture(figure));
        });
        button("SVG", `@@file-of|file=SVG|what=${what}@@`, () => save(new Blob([picture(figure)], { type: "image/svg+xml" }), `${name}.svg`));
      }
      if (table) button("CSV", `@@file-of|file=CSV|what=${what}@@`, () => save(new Blob([values(table)], { type: "text/csv" }), `${name}.csv`));
    }
    button("@@copy-link@@", `@@copy-link@@: ${what}`, async (made) => {
      const link = window.location.href.split("#")[0] + "#" + figure.id;
      try {
        await navigator.clipboard.writeText(link);
        made.textContent = "@@copied@@";
      } catch {
        window.location.hash = figure.id;
        made.textContent = "@@address-bar@@";
      }
      setTimeout(() => { made.textContent = "@@copy-link@@"; }, 2000);
    });
    const data = figure.querySelector(".data");
    if (svg && data) {
      const show = button("@@show-table@@", `@@show-table@@: ${what}`, (made) => {
        const on = figure.classList.toggle("as-table");
        data.open = on;
        made.setAttribute("aria-pressed", on);
      });
      show.setAttribute("aria-pressed", "false");
    }
  }

  // Values of charts: the wide picture has them at the pointer, the narrow one gets its words from there,
  // both from the table where they are many; arrow keys go from one to the next.
  for (const group of all(".values[data-at]")) {
    const figure = group.closest("figure"), { names, r: least } = group.dataset;
    const words = names
      ? all(".data tbody tr", figure).map((row) => {
        const cells = [...row.cells].map((cell) => cell.textContent).filter(Boolean), unnamed = row.cells.length - names;
        return `${cells.slice(0, -unnamed).join(", ")}: ${cells.slice(-unnamed).join(", ")}`;
      })
      : all(".values > *", figure.querySelector(".plot.wide")).map((disc) => disc.textContent);
    group.dataset.at.split(",").forEach((place, at) => {
      if (!place || !words[at]) return;
      const disc = document.createElementNS("http://www.w3.org/2000/svg", "circle"), [x, y, r] = place.split(" ");
      for (const [name, value] of Object.entries({ cx: x, cy: y, r: r ?? least })) if (value) disc.setAttribute(name, value);
      disc.textContent = words[at];
      group.append(disc);
    });
  }
  for (const plot of all(".chart .plot")) {
    const values = all(".values circle, .areas path", plot);
    if (!values.length) continue;
    const said = make("p", "", { className: "value", role: "status" });
    plot.append(said);
    Object.assign(plot, { tabIndex: 0, role: "group", ariaLabel: `@@chart-values|what=${plot.closest("figure").querySelector(".tools").dataset.what}@@` });
    // The words stand beside the mark: the browser need not show them a second time.
    const words = values.map((value) => value.textContent);
    for (const value of values) value.replaceChildren();
    let at = -1;
    const show = (to) => {
      values[at]?.classList.remove("at");
      at = to;
      said.textContent = words[at] ?? "";
      if (at < 0) return;
      values[at].classList.add("at");
      said.style.left = 0;
      const around = plot.getBoundingClientRect(), mark = values[at].getBoundingClientRect();
      const left = (mark.left + mark.right - said.offsetWidth) / 2 - around.left, above = mark.top - around.top - said.offsetHeight - 4;
      said.style.left = `${Math.max(0, Math.min(left, around.width - said.offsetWidth))}px`;
      said.style.top = `${above < 0 ? mark.bottom - around.top + 4 : above}px`;
    };
    plot.addEventListener("keydown", (event) => {
      const last = values.length - 1;
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(Math.max(0, Math.min(last, to)));
    });
    plot.addEventListener("pointerover", (event) => {
      const to = values.indexOf(event.target);
      if (to >= 0) show(to);
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && show(-1));
    plot.addEventListener("blur", () => show(-1));
    plot.addEventListener("pointerleave", () => show(-1));
  }

  // A series stands out while its name is pointed at, and from one press of it to the next; where the chart has the focus,
  // Enter goes from one to the next. What belongs to a series has its colour.
  for (const plot of all(".chart .plot")) {
    const named = new Map();
    for (const text of all("text[font-weight]", plot)) {
      const hue = /^f-(treated|control|s\d)-text$/.exec(text.getAttribute("class"))?.[1];
      if (hue) named.set(hue, [...(named.get(hue) ?? []), text]);
    }
    if (named.size < 2) continue;
    const hues = [...named.keys(), undefined];
    let kept;
    const light = (hue) => {
      for (const own of named.keys()) {
        for (const part of all(`.f-${own}, .k-${own}, .f-${own}-text, .f-on-${own}`, plot)) part.classList.toggle("back", hue !== undefined && own !== hue);
      }
    };
    for (const [hue, texts] of named) for (const text of texts) {
      text.classList.add("names");
      text.addEventListener("pointerenter", () => light(hue));
      text.addEventListener("pointerleave", () => light(kept));
      text.addEventListener("click", () => light(kept = kept === hue ? undefined : hue));
    }
    plot.addEventListener("keydown", (event) => {
      if (event.key === "Escape") light(kept = undefined);
      if (event.key === "Enter") light(kept = hues[(hues.indexOf(kept) + 1) % hues.length]);
    });
  }

  // Tables sort by a column; a third press brings the first order back.
  for (const table of all("main table")) {
    const body = table.tBodies[0];
    // Rows in groups, and heads over heads, keep their order.
    if (!body || body.rows.length < 4 || table.tBodies.length > 1 || table.tHead.rows.length > 1 || body.querySelector(".group, .total")) continue;
    const first = [...body.rows];
    const key = (row, at) => {
      const cell = row.cells[at];
      if (cell?.dataset.sort !== undefined) return Number(cell.dataset.sort);
      const text = cell?.textContent.trim() ?? "";
      const number = text.replace("\u2212", "-").match(/^[£+]?(-?)[£]?(\d[\d,]*(?:\.\d+)?)/);
      return number ? Number(number[1] + number[2].replaceAll(",", "")) : text;
    };
    for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
      if (head.tagName !== "TH" || !head.textContent.trim() || head.querySelector("a")) continue;
      const turn = make("button", "", { type: "button" });
      turn.append(...head.childNodes);
      head.append(turn);
      turn.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        const order = next === undefined ? "ascending" : next;
        for (const other of all("[aria-sort]", table)) other.removeAttribute("aria-sort");
        if (order) head.setAttribute("aria-sort", order);
        const sign = order === "descending" ? -1 : 1;
        const compare = (a, b) => {
          const [x, y] = [key(a, at), key(b, at)];
          if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1;
          return sign * (typeof x === "number" ? x - y : x.localeCompare(y, document.documentElement.lang));
        };
        body.append(...(order ? [...first].sort(compare) : first));
      });
    }
  }
}
