// Checks built pages in headless Chromium: `node check.mjs FILE…`.
//
// For each page, at 390 and 1280 pixels, in light and in dark: axe-core finds nothing, nothing
// is asked of another host, and nothing is wider than the window. Then, with the keyboard
// alone: Tab reaches the contents, a number, the tools of a figure and a list's search, Enter opens a number's
// card, Escape closes it and leads back, and Enter in a chart makes its series stand out. Last, without script, the words are all there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const files = process.argv.slice(2);
if (files.length === 0) throw new Error("name the pages to check");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });

/** Opens a page in a window of its own and hands it to `look`, which returns what it found. */
async function open(file, options, look) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const told = (fault) => faults.push(`${file} at ${options.viewport.width} px, ${options.colorScheme ?? "light"}: ${fault}`);
  page.on("request", (request) => {
    if (!/^(file|data|blob|about):/.test(request.url())) told(`asks ${request.url()}`);
  });
  page.on("pageerror", (error) => told(`script: ${error.message}`));
  await page.goto(pathToFileURL(resolve(file)).href);
  for (const fault of await look(page)) told(fault);
  await context.close();
}

async function accessible(page) {
  await page.evaluate(axe);
  const found = [];
  const run = async (what, root) => {
    const { violations } = await page.evaluate((root) => axe.run(root ?? document, { resultTypes: ["violations"] }), root);
    for (const { id, nodes } of violations) {
      const [first] = nodes;
      found.push(`${what}: ${id}, ${nodes.length} times, first at ${first.target.join(" ")}: ${first.failureSummary.replace(/\s+/g, " ")}`);
    }
  };
  await run("page");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) found.push(`the page is ${wide} px wider than the window`);
  const number = page.locator("a.v").first();
  if (await number.count()) {
    await number.click();
    await run("card", ".card:popover-open");
  }
  return found;
}

async function narrow(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return wide > 0 ? [`the page is ${wide} px wider than the window`] : [];
}

async function keyboard(page) {
  const kinds = { contents: ".chapters a", number: "a.v", tool: ".tools a, .tools button", search: ".find input", edition: ".directory .name" };
  const there = {};
  for (const [kind, query] of Object.entries(kinds)) there[kind] = await page.locator(query).count();
  const wanted = new Set(Object.keys(kinds).filter((kind) => there[kind] > 0));
  const found = [];
  for (let presses = 0; wanted.size > 0 && presses < 600; presses += 1) {
    await page.keyboard.press("Tab");
    const kind = await page.evaluate((kinds) => {
      const at = document.activeElement;
      if (at.getClientRects().length === 0) return "hidden";
      return Object.keys(kinds).find((kind) => at.matches(kinds[kind]));
    }, kinds);
    const folded = await page.evaluate(() => document.activeElement.matches(":is(.contents, .tools) details:not([open]) > summary"));
    if (folded) await page.keyboard.press("Enter");
    if (kind === "hidden") found.push("Tab reaches something that is not shown");
    if (kind === "number" && wanted.has("number")) {
      const opener = await page.evaluate(() => document.activeElement.hash);
      await page.keyboard.press("Enter");
      const inside = await page.evaluate(() => document.querySelector(".card:popover-open")?.contains(document.activeElement));
      if (!inside) found.push("Enter on a number does not lead into its card");
      await page.keyboard.press("Escape");
      const back = await page.evaluate(() => (document.querySelector(".card:popover-open") ? "open" : document.activeElement.hash));
      if (back !== opener) found.push(`Escape leads from a card to ${back}, not back to ${opener}`);
    }
    if (kind === "search" && wanted.has("search")) {
      const shown = () => page.evaluate(() => document.querySelectorAll(".directory li:not([hidden])").length);
      const all = await shown();
      const [word] = (await page.locator(".directory .says").first().textContent()).split(/\s+(?=\S+$)/).reverse();
      await page.keyboard.type(`${word} ${await page.locator(".directory .name").first().textContent()}`);
      const some = await shown();
      if (some === 0 || some >= all) found.push(`the search of ${all} editions leaves ${some}`);
    }
    wanted.delete(kind);
  }
  for (const kind of wanted) found.push(`Tab does not reach a ${kind}`);
  // One button makes the numbers text, and links again.
  const plain = page.locator("button.skip");
  if (there.number > 0) {
    const links = () => page.locator("a.v[href], a.claim[href]").count();
    const before = await links();
    await plain.focus();
    await page.keyboard.press("Enter");
    if ((await links()) > 0) found.push("numbers stay links where they are to be text");
    await page.keyboard.press("Enter");
    if ((await links()) !== before) found.push("numbers do not become links again");
  }
  return found;
}

/** With a chart in focus, Enter makes one series after the other stand out, and Escape none. */
async function series(page) {
  return page.evaluate(() => {
    const found = [];
    for (const plot of document.querySelectorAll(".chart .plot[tabindex]:has(text.names)")) {
      if (plot.getClientRects().length === 0) continue;
      const press = (key) => plot.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const names = () => [...plot.querySelectorAll("text.names")].map((name) => name.classList.contains("back"));
      press("Enter");
      const first = names();
      press("Enter");
      const second = names();
      press("Escape");
      const what = plot.closest("figure").id;
      if (!first.includes(true) || !first.includes(false)) found.push(`Enter makes no series of ${what} stand out`);
      if (String(first) === String(second)) found.push(`Enter does not go on to the next series of ${what}`);
      if (plot.querySelector(".back")) found.push(`Escape leaves a series of ${what} behind`);
    }
    return found;
  });
}

async function readable(page) {
  const shown = await page.evaluate(() => {
    const main = document.querySelector("main");
    return { words: main.innerText.split(/\s+/).length, all: main.textContent.split(/\s+/).length };
  });
  return shown.words < Math.min(50, 0.9 * shown.all) ? [`without script only ${shown.words} of ${shown.all} words are shown`] : [];
}

for (const file of files) {
  for (const width of [390, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      await open(file, { viewport: { width, height: 900 }, colorScheme }, accessible);
    }
  }
  await open(file, { viewport: { width: 320, height: 700 } }, narrow);
  await open(file, { viewport: { width: 1280, height: 900 } }, keyboard);
  await open(file, { viewport: { width: 390, height: 900 } }, keyboard);
  await open(file, { viewport: { width: 1280, height: 900 } }, series);
  await open(file, { viewport: { width: 390, height: 900 } }, series);
  // Scripts are off for the page; what asks it is the browser's own.
  await open(file, { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false }, readable);
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `nothing found in ${files.length} pages` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
