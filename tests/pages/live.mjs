// Drives `reissue serve` with a real browser while a project is saved as editors save:
// `node live.mjs REISSUE [--poll]`.
//
// After each save the open page shows the new words or number without being asked to, and what
// the reader had before them is still there; a fault is laid over the last good page with its
// file, line and sentence, and goes when it is mended; the PDF follows.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [reissue, ...options] = process.argv.slice(2);
if (!reissue) throw new Error("name the program");
const project = join(fs.mkdtempSync(join(tmpdir(), "reissue-live-")), "project");
const at = (path) => join(project, path);
const read = (path) => fs.readFileSync(at(path), "utf8");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const git = (...args) => execFileSync("git", ["-c", "user.name=Reader", "-c", "user.email=reader@example.org", ...args], { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
const holds = (truth, what) => { if (!truth) throw new Error(what); };

execFileSync(reissue, ["new", project], { stdio: "ignore" });
const CHAPTER = "report/chapters/2-claims.md", DATA = "data/trees.csv", CLAIMS = "report/claims.yaml";
const chapter = read(CHAPTER), data = read(DATA);
const poll = options.includes("--poll") ? ["--poll", "1"] : [];
const server = spawn(reissue, ["serve", "--address", "127.0.0.1:0", ...poll], { cwd: project, env: { ...process.env, NO_COLOR: "1" } });
let said = "";
server.stderr.on("data", (part) => { said += part; });
const ended = new Promise((done) => server.on("exit", (code, signal) => done({ code, signal })));
const until = async (what, look) => {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const found = await look();
    if (found) return found;
    if (server.exitCode !== null) break;
    await pause(20);
  }
  throw new Error(`${what}: it did not come\n${said}`);
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const checked = [];
try {
  const address = await until("the address", () => said.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0]);
  await until("the first build", () => said.includes("built in"));
  const context = await browser.newContext({ viewport: { width: 1280, height: 500 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  await page.goto(address);

  const shown = (words) => page.waitForFunction((words) => document.querySelector("main")?.innerText.replace(/\s+/g, " ").includes(words), words, { timeout: 60_000 }).catch(() => { throw new Error(`“${words}” did not come to the page\n${said}`); });
  let round = 0;
  /** Saves a chapter with words that were never there, and waits for them on the page. */
  const saves = async (how, save) => {
    round += 1;
    const words = `Saved ${["once", "again", "by now"][round % 3]}${" and again".repeat(round)}.`;
    await save(at(CHAPTER), `${chapter}\n${words}\n`);
    await shown(words);
    checked.push(how);
  };

  // How editors save.
  await saves("in place", (path, text) => fs.writeFileSync(path, text));
  await saves("VS Code: emptied, then written through the same handle", async (path, text) => {
    const file = fs.openSync(path, "r+");
    fs.ftruncateSync(file, 0);
    await pause(30);
    fs.writeSync(file, text);
    fs.closeSync(file);
  });
  await saves("vim: a probe, the old file renamed to a backup, a new one, the backup removed", (path, text) => {
    fs.writeFileSync(at("report/chapters/4913"), "");
    fs.unlinkSync(at("report/chapters/4913"));
    fs.renameSync(path, path + "~");
    fs.writeFileSync(path, text);
    fs.chmodSync(path, 0o644);
    fs.unlinkSync(path + "~");
  });
  await saves("emacs: a copy beside, a lock that is a dangling link, then in place", (path, text) => {
    const lock = at("report/chapters/.#2-claims.md");
    fs.symlinkSync("reader@host.1:1", lock);
    fs.writeFileSync(at("report/chapters/#2-claims.md#"), text);
    fs.copyFileSync(path, path + "~");
    fs.writeFileSync(path, text);
    fs.unlinkSync(at("report/chapters/#2-claims.md#"));
    fs.unlinkSync(lock);
  });
  await saves("JetBrains: a temporary file, the old one set aside, the new one in its place", (path, text) => {
    fs.writeFileSync(path + "___jb_tmp___", text);
    fs.renameSync(path, path + "___jb_old___");
    fs.renameSync(path + "___jb_tmp___", path);
    fs.unlinkSync(path + "___jb_old___");
  });
  await saves("by rename over the old file", (path, text) => {
    fs.writeFileSync(path + ".tmp", text);
    fs.renameSync(path + ".tmp", path);
  });
  await saves("with the line ends of Windows", (path, text) => fs.writeFileSync(path, text.replaceAll("\n", "\r\n")));
  await saves("deleted, and made again later", async (path, text) => {
    fs.unlinkSync(path);
    await until("the overlay", () => page.evaluate(() => document.body.lastElementChild.shadowRoot?.querySelector("pre").textContent.includes("2-claims.md")));
    fs.writeFileSync(path, text);
  });
  await saves("with its whole folder, deleted and made again", async (path, text) => {
    const others = fs.readdirSync(at("report/chapters")).filter((name) => name.endsWith(".md")).map((name) => [name, read(`report/chapters/${name}`)]);
    fs.rmSync(at("report/chapters"), { recursive: true });
    fs.mkdirSync(at("report/chapters"));
    for (const [name, was] of others) fs.writeFileSync(at(`report/chapters/${name}`), was);
    fs.writeFileSync(path, text);
  });

  // Many files at once, there and back.
  fs.writeFileSync(at(CHAPTER), chapter);
  fs.writeFileSync(at(".gitignore"), "out/\n.reissue/\n*~\n");
  git("init", "--quiet", "--initial-branch=one");
  git("add", ".");
  git("commit", "--quiet", "--message=One");
  git("checkout", "--quiet", "-b", "two");
  for (const path of fs.readdirSync(at("report/chapters")).filter((name) => name.endsWith(".md"))) fs.appendFileSync(at(`report/chapters/${path}`), "\nOf branch two.\n");
  fs.writeFileSync(at(DATA), data.replace("D1,planting,2024,1109", "D1,planting,2024,1309"));
  git("commit", "--quiet", "--all", "--message=Two");
  await shown("Of branch two.");
  git("checkout", "--quiet", "one");
  await page.waitForFunction(() => !document.querySelector("main").innerText.includes("Of branch two."), null, { timeout: 60_000 });
  git("checkout", "--quiet", "two");
  await shown("Of branch two.");
  git("checkout", "--quiet", "one");
  await page.waitForFunction(() => !document.querySelector("main").innerText.includes("Of branch two."), null, { timeout: 60_000 });
  checked.push("git checkout of many files, there and back");

  // A touch is no change: the page stays the very same.
  await page.evaluate(() => { window.same = true; });
  const now = new Date();
  for (const path of [CHAPTER, DATA, CLAIMS]) fs.utimesSync(at(path), now, now);
  await pause(poll.length ? 2500 : 1200);
  holds(await page.evaluate(() => window.same), "a touch loaded the page again");
  checked.push("touch");

  // A number, its figure, and the PDF; and what the reader had before them.
  const number = () => page.locator('a.v').allInnerTexts().then((texts) => texts.join(" "));
  const hash = async (path) => createHash("sha256").update(Buffer.from(await (await fetch(address + path)).arrayBuffer())).digest("hex");
  const before = { number: await number(), pdf: await hash("report.pdf"), png: await hash("figures/trees_index.png") };
  await page.locator("main button", { hasText: "Show as table" }).click();
  await page.locator("#search").fill("trees");
  const heading = page.locator("main h2").last();
  await heading.evaluate((node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 40));
  const link = page.locator("section a.v, section a.claim").last();
  await link.evaluate((node) => node.focus({ preventScroll: true }));
  const place = () => page.evaluate(() => ({
    top: Math.round([...document.querySelectorAll("main h2")].at(-1).getBoundingClientRect().top),
    open: [...document.querySelectorAll("main details")].map((fold) => fold.open),
    table: document.querySelectorAll(".as-table").length,
    search: document.querySelector("#search").value,
    found: document.querySelector(".found").childElementCount > 0,
    focus: document.activeElement.getAttribute("href"),
  }));
  const had = await place();
  holds(had.open.includes(true) && had.found && had.focus, `the reader has nothing before them: ${JSON.stringify(had)}`);
  fs.writeFileSync(at(DATA), data.replace("D1,planting,2024,1109", "D1,planting,2024,1209"));
  await until("another number", async () => await number().catch(() => before.number) !== before.number);
  await page.waitForLoadState("load");
  const has = await until("the place", async () => {
    const has = await place();
    return JSON.stringify(has) === JSON.stringify(had) && has;
  }).catch(async () => { throw new Error(`the reader had ${JSON.stringify(had)} and has ${JSON.stringify(await place())}`); });
  holds(has, "the place is lost");
  holds(await hash("report.pdf") !== before.pdf, "the PDF did not follow");
  holds(await hash("figures/trees_index.png") !== before.png, "the figure did not follow");
  checked.push("a number with its figure and the PDF; place, folds, search and focus kept");
  await page.screenshot({ path: at("good.png") });

  // A card stays open beside its number.
  await link.click();
  const card = await page.evaluate(() => document.querySelector(".card:popover-open").id);
  fs.appendFileSync(at(CHAPTER), "\nUnder an open card.\n");
  await shown("Under an open card.");
  await page.waitForFunction((card) => document.querySelector(".card:popover-open")?.id === card, card, { timeout: 5000 });
  await page.keyboard.press("Escape");
  checked.push("an open card");

  // The PDF follows the page: the page says so, and a tab that shows the PDF gets the next one.
  const tab = await context.newPage();
  await tab.goto(await page.evaluate(() => document.body.lastElementChild.shadowRoot.querySelector("a").href));
  const source = () => tab.locator("#pdf").getAttribute("src");
  const word = () => page.evaluate(() => document.body.lastElementChild.shadowRoot.querySelector("a").textContent).catch(() => "");
  const shows = { source: await source(), pdf: await hash("report.pdf") };
  fs.appendFileSync(at(CHAPTER), "\nThe PDF follows.\n");
  await shown("The PDF follows.");
  await until("the word that the PDF is new", async () => await word() === "The PDF is new");
  await page.screenshot({ path: at("new.png") });
  await until("the next PDF in its tab", async () => await source() !== shows.source);
  holds(await hash("report.pdf") !== shows.pdf, "the PDF is that of the page before");
  await tab.screenshot({ path: at("pdf.png") });
  await tab.close();
  checked.push("the PDF after the page, in a tab of its own too");

  // A browser that is slower than Typst is told all the same.
  await page.route(address, async (route) => { await pause(2500); await route.continue(); });
  fs.appendFileSync(at(CHAPTER), "\nThe page comes late.\n");
  await shown("The page comes late.");
  await until("the word that the PDF of a late page is new", async () => await word() === "The PDF is new");
  await page.unroute(address);
  checked.push("the PDF before the page");

  // A fault over the last good page: the file, the line and the sentence; gone when mended.
  const overlay = () => page.evaluate(() => {
    const section = document.body.lastElementChild.shadowRoot.querySelector("section");
    return section.checkVisibility() ? section.innerText : "";
  });
  const good = await page.locator("main").innerText();
  const claims = read(CLAIMS);
  fs.writeFileSync(at(CLAIMS), claims.replace("is: greater", "is: less"));
  const fault = await until("the fault", overlay);
  const claim = read(CHAPTER).split("\n").findIndex((line) => line.includes("claim(")) + 1;
  for (const part of ["error[R05", `${CHAPTER}:${claim}:`, read(CHAPTER).split("\n")[claim - 1]]) holds(fault.includes(part), `the overlay lacks “${part}”: ${fault}`);
  holds(await page.locator("main").innerText() === good, "the page is not the last good one");
  await page.screenshot({ path: at("fault.png") });
  await page.reload();
  holds((await overlay()).includes("error[R05"), "the fault is not told to who opens the page anew");
  fs.writeFileSync(at(CLAIMS), claims);
  await until("the mended page", async () => await overlay().catch(() => "gone") === "");
  checked.push("a fault over the last good page, and its end");

  // Another name that leads to this machine sees nothing.
  const status = await new Promise((done) => request(address, { headers: { host: "rebound.example" } }, (answer) => done(answer.statusCode)).end());
  holds(status === 403, `a foreign host is answered ${status}`);
  checked.push("a foreign host");

  server.kill("SIGINT");
  const end = await ended;
  holds(end.signal === "SIGINT", `it ended with ${JSON.stringify(end)}`);
  checked.push("Ctrl-C");
} finally {
  server.kill("SIGKILL");
  await browser.close();
}
if (process.env.KEEP) console.log(project); else fs.rmSync(join(project, ".."), { recursive: true });
console.log(`${checked.length} ways${poll.length ? ", polled" : ""}:\n  ${checked.join("\n  ")}`);
