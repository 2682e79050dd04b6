// Checks pages to embed within a foreign page in headless Chromium: `node embed.mjs PRESS…`, where
// each PRESS is a pack. The code is pasted as it was handed out; its address is answered from the pack.
//
// For each figure, in columns of 320, 600 and 1200 pixels, light and dark, with and without
// script on the host: the frame is sandboxed, holds one picture that fills it without scroll bars,
// letters are large enough to read, the line of the edition is there, and nothing is asked of a
// third host. Last, the oEmbed response has what its specification asks of type `rich`.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const HOST = "https://news.test/";
const KINDS = { html: "text/html", svg: "image/svg+xml", png: "image/png", json: "application/json" };
// Pixels on the screen.
const SMALLEST = 9;
const faults = [];
const packs = process.argv.slice(2);
if (packs.length === 0) throw new Error("name the packs to check");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** What is wrong with a document for its window: run inside the frame. */
function look(smallest) {
  const found = [];
  const root = document.documentElement;
  if (root.scrollHeight > window.innerHeight) found.push(`is ${root.scrollHeight - window.innerHeight} px too high for its frame`);
  if (root.scrollWidth > window.innerWidth) found.push(`is ${root.scrollWidth - window.innerWidth} px too wide for its frame`);
  if (smallest === 0) {
    if (!/edition/i.test(document.body.innerText)) found.push("does not say which edition is current");
    return found;
  }
  const shown = [...document.querySelectorAll("main svg")].filter((svg) => svg.getClientRects().length > 0);
  if (shown.length !== 1) return [...found, `shows ${shown.length} pictures`];
  const [svg] = shown;
  const box = svg.getBoundingClientRect();
  const scale = box.width / svg.viewBox.baseVal.width;
  if (box.width < window.innerWidth * 0.8) found.push(`fills ${Math.round(box.width)} of ${window.innerWidth} px`);
  const sizes = [...svg.querySelectorAll("text")].map((text) => Number(text.getAttribute("font-size")) * scale);
  if (Math.min(...sizes) < smallest) found.push(`has letters of ${Math.min(...sizes).toFixed(1)} px`);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ground = getComputedStyle(svg.querySelector(".f-ground")).fill.match(/\d+/g).map(Number);
  if (dark !== ground[0] < 128) found.push(`has a ground of ${ground} in ${dark ? "dark" : "light"}`);
  return found;
}

/** Looks at every figure of a pack in one kind of window. */
async function framed(pack, figures, width, colorScheme, javaScriptEnabled) {
  const context = await browser.newContext({ viewport: { width: width + 40, height: 900 }, colorScheme, javaScriptEnabled });
  let at;
  const told = (fault) => faults.push(`${at.id} at ${width} px, ${colorScheme}${javaScriptEnabled ? "" : ", no script"}: ${fault}`);
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(HOST)) {
      const body = `<!doctype html><meta name="color-scheme" content="light dark"><style>body{margin:20px}div{width:${width}px}</style><div>${at.code}</div>`;
      return route.fulfill({ contentType: "text/html", body });
    }
    const file = url.startsWith(at.base) ? join(pack, url.slice(at.base.length)) : "";
    if (file && existsSync(file)) return route.fulfill({ contentType: KINDS[file.split(".").pop()], body: readFileSync(file) });
    told(`asks ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  for (at of figures) {
    await page.goto(`${HOST}${at.id}`);
    const sandbox = await page.locator("iframe").getAttribute("sandbox");
    if (sandbox === null || /allow-(scripts|same-origin|top-navigation)/.test(sandbox)) told("the frame is not sandboxed");
    // It loads when it is near.
    const content = page.locator("iframe").contentFrame();
    await content.locator("main svg").first().waitFor({ state: "attached", timeout: 10_000 }).catch(() => {});
    const frame = page.frames().find((one) => one.url().endsWith("/embed.html"));
    if (!frame) {
      told("the frame did not load");
      continue;
    }
    for (const fault of await frame.evaluate(look, SMALLEST)) told(fault);
    if (!(await content.locator(".foot p").innerText()).trim()) told("does not say of which edition it is");
  }
  await context.close();
}

/** What the oEmbed specification 1.0 asks of a response of type `rich`. */
function response(id, oembed) {
  const told = (fault) => faults.push(`${id}, oEmbed: ${fault}`);
  if (oembed.version !== "1.0" || oembed.type !== "rich") told("is not of version 1.0 and type rich");
  for (const name of ["width", "height"]) if (!Number.isInteger(oembed[name])) told(`has no ${name} in pixels`);
  if (typeof oembed.html !== "string" || /<script/i.test(oembed.html)) told("has no html without script");
  const thumbnail = ["thumbnail_url", "thumbnail_width", "thumbnail_height"].filter((name) => name in oembed);
  if (![0, 3].includes(thumbnail.length)) told("has a part of a thumbnail");
  for (const name of ["title", "author_name", "provider_name"]) if (typeof oembed[name] !== "string") told(`has no ${name}`);
  for (const name of ["author_url", "provider_url", "thumbnail_url"]) if (name in oembed && !URL.canParse(oembed[name])) told(`has no address in ${name}`);
}

let count = 0;
for (const pack of packs) {
  const ids = readdirSync(pack).filter((id) => existsSync(join(pack, id, "embed.html")));
  const figures = ids.map((id) => {
    const code = readFileSync(join(pack, id, "embed-code.txt"), "utf8").trim();
    const oembed = JSON.parse(readFileSync(join(pack, id, "oembed.json"), "utf8"));
    response(id, oembed);
    if (oembed.html !== code) faults.push(`${id}: the oEmbed's code is not the one to paste`);
    return { id, code, base: code.match(/src="([^"]*)"/)[1].replace(`${id}/embed.html`, "") };
  });
  for (const width of [320, 600, 1200]) await framed(pack, figures, width, "light", true);
  await framed(pack, figures, 600, "dark", false);
  count += figures.length;
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `nothing found in ${count} pages to embed` : `${faults.length} faults in ${count} pages to embed`);
process.exitCode = faults.length === 0 && count > 0 ? 0 : 1;
