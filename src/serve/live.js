// Asks for news of builds. When another page is there it is loaded, and what the reader had
// before them is there again: the place, open parts, the card, the search, the focus. What
// went wrong is laid over the last good page; a word in the corner tells that the PDF follows.
async (news) => {
  const key = "reissue:" + location.pathname;
  const all = (query) => [...document.querySelectorAll(query)];

  // A node by its order among its kind under the nearest name: words around it may change.
  const near = (node) => node.parentElement?.closest("[id]")?.id ?? "";
  const sign = (node) => node.id ? { id: node.id } : { tag: node.localName, near: near(node), at: alike(node.localName, near(node)).indexOf(node) };
  const alike = (tag, name) => all(tag).filter((node) => !node.id && near(node) === name);
  const named = (sign) => sign.id ? document.getElementById(sign.id) : alike(sign.tag, sign.near)[sign.at];

  // The name nearest to the window's top is there again at the same height.
  const keep = (before) => {
    const far = (mark) => Math.abs(mark.getBoundingClientRect().top);
    const marks = all("main [id]").filter((mark) => mark.getClientRects().length);
    const mark = marks.reduce((best, mark) => best && far(best) <= far(mark) ? best : mark, undefined);
    const card = document.querySelector(".card:popover-open");
    const focus = document.activeElement;
    sessionStorage.setItem(key, JSON.stringify({
      pdf: before.pdf,
      mark: mark?.id, from: mark?.getBoundingClientRect().top, y: scrollY,
      pressed: all("[aria-pressed=true]").map(sign),
      folds: all("details").map((fold) => [sign(fold), fold.open]),
      card: card?.id,
      search: document.querySelector("#search")?.value,
      focus: focus && focus !== document.body && !card ? sign(focus) : null,
    }));
  };
  const restore = (kept) => {
    for (const button of kept.pressed.map(named)) if (button?.getAttribute("aria-pressed") === "false") button.click();
    for (const [sign, open] of kept.folds) {
      const fold = named(sign);
      if (fold) fold.open = open;
    }
    const search = document.querySelector("#search");
    if (search && kept.search) {
      search.value = kept.search;
      search.dispatchEvent(new Event("input"));
    }
    const mark = kept.mark && document.getElementById(kept.mark);
    scrollTo({ top: mark ? scrollY + mark.getBoundingClientRect().top - kept.from : kept.y, behavior: "instant" });
    if (kept.focus) named(kept.focus)?.focus({ preventScroll: true });
    if (!kept.card) return;
    const openers = all(`a[href="#${CSS.escape(kept.card)}"]`);
    const seen = (link) => link.getBoundingClientRect().top >= 0 && link.getBoundingClientRect().bottom <= innerHeight;
    (openers.find(seen) ?? openers[0])?.click();
  };
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  sessionStorage.removeItem(key);
  history.scrollRestoration = kept ? "manual" : "auto";
  if (kept && document.readyState === "complete") restore(kept);
  else if (kept) addEventListener("load", () => restore(kept));

  // In a root of its own, where no rule of the page reaches it.
  const overlay = document.createElement("div");
  const style = new CSSStyleSheet();
  style.replaceSync(`
    section { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483647; box-sizing: border-box; padding: 0.9rem 1.4rem; background: #2b1212; color: #ffe9e6; border-top: 4px solid #f46a25; font: 13px/1.5 ui-monospace, monospace; }
    section:not(:has(pre:not(:empty))) { display: none; }
    p { margin: 0 0 0.6rem; font: bold 14px/1.4 system-ui, sans-serif; }
    pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
    a { position: fixed; right: 0.8rem; bottom: 0.8rem; z-index: 2147483646; padding: 0.15rem 0.6rem; border-radius: 1rem; background: #2b2b2b; color: #fff; font: 12px/1.5 system-ui, sans-serif; text-decoration: none; }
    a:empty { display: none; }
    a.setting { animation: come 0.4s step-end; }
    a.new { animation: go 3s step-end forwards; }
    @keyframes come { from { visibility: hidden; } }
    @keyframes go { to { visibility: hidden; } }
    @media print { section, a { display: none; } }
  `);
  overlay.attachShadow({ mode: "open" }).innerHTML = `<a href="/__reissue/${news.token}/pdf" target="reissue-pdf"></a><section tabindex="-1"><p>Not built. Behind this is the last good page; it comes forward when the fault is mended.</p><pre role="alert"></pre></section>`;
  overlay.shadowRoot.adoptedStyleSheets = [style];
  document.body.append(overlay);
  const pdf = document.querySelector("iframe#pdf");
  const show = (before) => {
    const word = overlay.shadowRoot.querySelector("a");
    word.className = news.setting ? "setting" : "new";
    word.textContent = news.setting ? "The PDF is being set" : before && before.pdf !== news.pdf && !news.error ? "The PDF is new" : "";
    overlay.shadowRoot.querySelector("pre").textContent = news.error ?? "";
    // The end of the page can be read above it.
    document.body.style.paddingBottom = news.error ? overlay.shadowRoot.querySelector("section").offsetHeight + "px" : "";
  };
  show(kept);
  for (;;) {
    // A page that nobody sees asks when it is seen again: a browser has few connections.
    if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
    try {
      const next = await (await fetch(`/__reissue/${news.token}/news/${news.version}`)).json();
      if (next.version === news.version) continue;
      const before = news;
      news = next;
      if (!pdf && news.page !== before.page) { keep(before); location.reload(); return; }
      if (pdf && news.pdf !== before.pdf) pdf.src = "/report.pdf?" + news.pdf;
      show(before);
    } catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
}
