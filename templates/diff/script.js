// Filters, keys, and the sign-off as text. The page reads without any of this.
(() => {
  const tools = document.getElementById("tools");
  const said = document.getElementById("said");
  const search = document.getElementById("search");
  const standing = document.getElementById("standing");
  const name = document.getElementById("name");
  const download = document.getElementById("download");
  const review = JSON.parse(document.getElementById("review").textContent);
  const items = [...document.querySelectorAll(".item")];
  const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
  tools.hidden = false;
  // What is asked of the tools opens their fold.
  const into = (field) => { document.getElementById("fold").open = true; field.focus(); };

  const filter = () => {
    const shown = new Set([...tools.querySelectorAll("[name=class]:checked")].map((box) => box.value));
    const words = search.value.trim().toLowerCase();
    let count = 0;
    for (const item of items) {
      const fits = shown.has(item.dataset.class)
        && (!standing.value || item.dataset.state === standing.value)
        && (!words || texts.get(item).includes(words));
      item.hidden = !fits;
      count += fits;
    }
    for (const section of document.querySelectorAll("section[data-class]")) {
      section.hidden = !section.querySelector(".item:not([hidden])");
    }
    // Folds that hold what was looked for open, but never thousands of changes at once.
    let open = 0;
    for (const fold of document.querySelectorAll("details.folded")) {
      const fits = fold.querySelectorAll(".item:not([hidden])").length;
      fold.hidden = !fits;
      open += fits;
      if (fits && open <= 400 && (words || standing.value)) fold.open = true;
    }
    said.textContent = count === items.length ? "" : `${count} of ${items.length} changes shown`;
  };
  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  tools.addEventListener("change", filter);
  tools.addEventListener("submit", (event) => event.preventDefault());

  // What was decided here survives a reload: it is kept in the browser until it is saved.
  const record = document.getElementById("review");
  const signatories = Number(record.dataset.signatories) || 1;
  const place = `reissue review ${document.title} ${record.dataset.sides}`;
  const date = document.getElementById("date");
  const forget = document.getElementById("forget");
  const own = new Map();
  const keep = () => {
    try { localStorage.setItem(place, JSON.stringify({ name: name.value, own: [...own] })); } catch { /* nothing is kept */ }
    forget.hidden = own.size === 0;
  };
  const made = (item) => {
    const id = item.dataset.item;
    const one = own.get(id) || { hash: item.dataset.hash, decided: null, comments: [], left: null };
    own.set(id, one);
    return one;
  };
  // What is decided today bears today's date, unless another is given.
  const now = new Date();
  date.value = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  // What a link or a key leads to is not hidden behind the tools.
  new ResizeObserver(() => {
    const covers = getComputedStyle(tools).position === "sticky" ? tools.offsetHeight : 0;
    document.documentElement.style.setProperty("--bar", `${covers}px`);
  }).observe(tools);

  // The same text that `reissue review` writes: sorted, every value in quotes.
  const text = () => {
    let out = "# Sign-off of changes, written by `reissue review`. One block an item, sorted.\n";
    for (const id of Object.keys(review).sort()) {
      const one = review[id];
      out += `\n${JSON.stringify(id)}:\n`;
      for (const field of ["change", "item", "state", "by", "because", "date"]) {
        out += `  ${field}: ${JSON.stringify(one[field])}\n`;
      }
      for (const field of ["assigned", "due"]) {
        if (one[field]) out += `  ${field}: ${JSON.stringify(one[field])}\n`;
      }
      for (const field of ["also", "comments", "history"]) {
        const list = one[field] || [];
        if (list.length) out += `  ${field}:\n${list.map((entry) => `    - ${JSON.stringify(entry)}\n`).join("")}`;
      }
    }
    return out;
  };
  const offer = () => {
    download.href = URL.createObjectURL(new Blob([text()], { type: "text/yaml" }));
  };
  document.getElementById("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The browser does not let a page copy; use the download.";
    }
  });

  // Puts a decision into the sign-off, as `reissue review` does.
  const put = (item, { state, by, because, on }) => {
    const id = item.dataset.item;
    const before = review[id] || {};
    const same = before.item === item.dataset.hash;
    if (state === "accepted" && before.state === "accepted" && same && before.by !== by) {
      const also = (before.also || []).filter((one) => one.by !== by);
      review[id] = { ...before, also: [...also, { by, because, date: on }] };
    } else {
      const { change, item: hash, state: was, by: who, because: why, date: when } = before;
      const repeated = same && was === state && who === by && why === because;
      const history = [...(before.history || [])];
      if (was && was !== "open" && !repeated) history.push({ change, item: hash, state: was, by: who, because: why, date: when });
      review[id] = { ...before, change: item.dataset.change, item: item.dataset.hash, state, by, because, date: on, history, also: [] };
    }
    const once = state === "accepted" && 1 + (review[id].also || []).length < signatories;
    const names = [review[id].by, ...(review[id].also || []).map((one) => one.by)].join(", ");
    item.dataset.state = once ? "accepted once" : state;
    const badge = item.querySelector(".badge") || item.insertBefore(Object.assign(document.createElement("span"), { className: "badge" }), item.firstChild);
    badge.textContent = `${item.dataset.state}, ${names}`;
    for (const button of item.querySelectorAll(".decide button")) {
      button.setAttribute("aria-pressed", button.value === state);
    }
  };
  const named = () => {
    if (!name.value.trim()) { said.textContent = "Your name first."; into(name); }
    return name.value.trim();
  };
  const done = (words) => { keep(); offer(); said.textContent = words; };
  const decide = (item, state) => {
    const by = named();
    if (!by) return;
    const why = item.querySelector(".decide input");
    if (state !== "accepted" && !why.value.trim()) { said.textContent = "A reason first."; why.focus(); return; }
    const decided = { state, by, because: why.value.trim(), on: date.value };
    put(item, decided);
    made(item).decided = decided;
    done(`${state}: ${item.dataset.item}`);
  };
  // What is said of an item, and whose it is, stand in its block beside the decision.
  const block = (item) => {
    const { item: id, hash, change } = item.dataset;
    review[id] = review[id] || { change, item: hash, state: "open", by: "", because: "", date: "" };
    return review[id];
  };
  const note = (item, words) => {
    const list = item.querySelector(".said") || item.insertBefore(Object.assign(document.createElement("ul"), { className: "said" }), item.querySelector(".decide"));
    list.append(Object.assign(document.createElement("li"), { textContent: words }));
  };
  const comment = (item, one) => {
    const held = block(item);
    held.comments = [...(held.comments || []), one];
    note(item, `${one.by}: ${one.because}${one.date ? ` (${one.date})` : ""}`);
  };
  const leave = (item, { to, due }) => {
    Object.assign(block(item), { assigned: to, due });
    note(item, `assigned to ${to}${due ? `, due ${due}` : ""}`);
  };
  document.getElementById("bulk").addEventListener("click", () => {
    const by = named();
    if (!by) return;
    let left = 0;
    const chosen = [];
    for (const item of items) {
      if (item.hidden || item.closest("details.folded:not([open])") || item.dataset.state === "accepted" || !item.querySelector(".badge")) continue;
      const before = review[item.dataset.item] || {};
      const doubted = ["queried", "rejected"].includes(before.state) && before.item === item.dataset.hash;
      if (doubted || "single" in item.dataset) { left += 1; continue; }
      chosen.push(item);
    }
    const reason = document.getElementById("reason");
    const because = reason.value.trim();
    const light = (item) => ["words", "layout"].includes(item.dataset.class);
    if (chosen.length > 1 && !because && !chosen.every(light)) { said.textContent = `A reason first: ${chosen.length} changes would be accepted.`; into(reason); return; }
    for (const item of chosen) {
      const decided = { state: "accepted", by, because, on: date.value };
      put(item, decided);
      made(item).decided = decided;
    }
    done(`${chosen.length} accepted${left ? `; ${left} left alone, to be decided one by one` : ""}`);
  });
  forget.addEventListener("click", () => { try { localStorage.removeItem(place); } catch { /* nothing was kept */ } location.reload(); });
  try {
    const kept = JSON.parse(localStorage.getItem(place) || "null");
    if (kept) {
      name.value = kept.name || "";
      for (const [id, one] of kept.own) {
        const item = items.find((other) => other.dataset.item === id && other.dataset.hash === one.hash);
        if (!item) continue;
        if (one.decided) put(item, one.decided);
        for (const words of one.comments) comment(item, words);
        if (one.left) leave(item, one.left);
        own.set(id, one);
      }
      forget.hidden = own.size === 0;
      if (own.size) said.textContent = `What was decided here of ${own.size} changes is not in review.yaml until you save it.`;
    }
  } catch { /* nothing was kept */ }
  name.addEventListener("change", keep);
  offer();

  const control = (item) => {
    if (item.querySelector(".decide")) return;
    const row = document.createElement("div");
    row.className = "decide";
    for (const [state, word] of [["accepted", "Accept"], ["queried", "Query"], ["rejected", "Reject"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.value = state;
      button.textContent = word;
      button.setAttribute("aria-pressed", item.dataset.state === state);
      button.addEventListener("click", () => decide(item, state));
      row.append(button);
    }
    const why = document.createElement("input");
    why.type = "text";
    why.placeholder = "because";
    why.setAttribute("aria-label", `Reason for ${item.dataset.item}`);
    why.value = (review[item.dataset.item] || {}).because || "";
    row.append(why);
    const field = (type, label) => {
      const input = document.createElement("input");
      input.type = type;
      const words = document.createElement("label");
      words.append(`${label} `, input);
      return [input, words];
    };
    const more = document.createElement("details");
    more.append(Object.assign(document.createElement("summary"), { textContent: "Comment or assign" }));
    const [words, says] = field("text", "Comment");
    const [to, leaves] = field("text", "Assign to");
    const [due, by] = field("date", "by");
    const save = (label, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.addEventListener("click", act);
      return button;
    };
    const remark = save("Add comment", () => {
      const who = named();
      if (!who) return;
      if (!words.value.trim()) { said.textContent = "A comment first."; words.focus(); return; }
      const one = { by: who, because: words.value.trim(), date: date.value };
      comment(item, one);
      made(item).comments.push(one);
      words.value = "";
      done(`commented: ${item.dataset.item}`);
    });
    const assign = save("Assign", () => {
      if (!to.value.trim()) { said.textContent = "Who is to decide first."; to.focus(); return; }
      const one = { to: to.value.trim(), due: due.value };
      leave(item, one);
      made(item).left = one;
      done(`assigned to ${one.to}: ${item.dataset.item}`);
    });
    for (const parts of [[says, remark], [leaves, by, assign]]) {
      const line = Object.assign(document.createElement("div"), { className: "line" });
      line.append(...parts);
      more.append(line);
    }
    row.append(more);
    item.append(row);
  };
  // Controls are made when a change comes into view: thousands at once would be slow.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { control(entry.target); seen.unobserve(entry.target); }
  }, { rootMargin: "400px" });
  items.forEach((item) => seen.observe(item));

  const go = (from, step) => {
    let at = items.indexOf(from) + step;
    while (items[at] && (items[at].hidden || items[at].closest("details:not([open])"))) at += step;
    const next = items[at];
    if (!next) return;
    items.forEach((item) => { item.tabIndex = -1; });
    next.tabIndex = 0;
    next.focus();
  };
  document.getElementById("changes").addEventListener("keydown", (event) => {
    const item = event.target.closest(".item");
    if (!item || event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      j: () => go(item, 1), ArrowDown: () => go(item, 1), k: () => go(item, -1), ArrowUp: () => go(item, -1),
      c: () => { const more = item.querySelector(".decide details"); more.open = true; more.querySelector("input").focus(); },
      a: () => decide(item, "accepted"), q: () => decide(item, "queried"), r: () => decide(item, "rejected"),
      "/": () => into(search),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    control(item);
    keys[event.key]();
  });
  for (const slide of document.querySelectorAll(".slide input")) {
    slide.addEventListener("input", () => {
      slide.closest(".pictures").style.setProperty("--mix", slide.value / 100);
    });
  }
})();
