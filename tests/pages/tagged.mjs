// Checks the tags of a PDF as `pdfinfo` reads them: `node tagged.mjs FILE KIND…`, where the kinds are
// those that it must have of headings, figures and tables.
//
// The document names its language and title, headings step down one level at a time and stand
// in the order of the contents, every caption of a figure has its figure after it (logos, portraits and signatures have
// none), every table has heads, and figures and tables are read in the order of their numbers, wherever on the page they float.
// That every figure has alternative text is held by Typst, which refuses one without.
import { execFileSync } from "node:child_process";

const [file, ...wanted] = process.argv.slice(2);
const pdfinfo = (...options) => execFileSync("pdfinfo", [...options, file], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
const faults = [];
const about = Object.fromEntries(pdfinfo().split("\n").map((line) => [line.split(":")[0], line.slice(line.indexOf(":") + 1).trim()]));
if (about.Tagged !== "yes") faults.push("the PDF is not tagged");
if (!about.Title) faults.push("the PDF has no title");
if (!/PDF\/UA-1/.test(about["PDF subtype"] ?? pdfinfo("-meta").match(/pdfuaid:part[^0-9]*1/)?.[0].replace(/.*/s, "PDF/UA-1") ?? "")) faults.push("the PDF does not say that it is PDF/UA-1");

// One element a line; two spaces a level.
const lines = pdfinfo("-struct-text").split("\n");
const depth = (line) => line.search(/\S/) / 2;
const name = (line) => line.trim().match(/^(\w+)/)?.[1] ?? "";
const inside = (at) => {
  let end = at + 1;
  while (end < lines.length && (lines[end].trim() === "" || depth(lines[end]) > depth(lines[at]))) end += 1;
  return lines.slice(at + 1, end);
};
const words = (list) => list.filter((line) => line.trim().startsWith('"')).map((line) => line.trim().slice(1, -1)).join("").replace(/\s+/g, " ").trim();
let level = 0;
// The number of a caption as something that can be compared: front matter, chapters, appendices.
const place = ([, letter, chapter, number, part]) => (letter === "S" ? 0 : letter ? 1000 * letter.charCodeAt(0) : Number(chapter)) * 1000 + Number(number) + (part ? part.charCodeAt(0) / 1000 : 0);
const latest = { Figure: 0, Table: 0 };
const count = { headings: 0, figures: 0, tables: 0 };
for (const [at, line] of lines.entries()) {
  const kind = name(line);
  if (/^H[1-6]$/.test(kind)) {
    count.headings += 1;
    const next = Number(kind.slice(1));
    if (next > level + 1) faults.push(`“${words(inside(at))}” is a heading of level ${next} under one of level ${level}`);
    level = next;
  }
  if (kind === "Caption") {
    const caption = words(inside(at));
    const [what] = caption.split(/\s/);
    const numbered = caption.match(/^(?:Figure|Table)\s(?:([A-Z])\.?|(\d+)\.)(\d+)([a-z]?)/);
    if (numbered && place(numbered) <= latest[what]) faults.push(`“${caption}” is read after a later one`);
    if (numbered) latest[what] = place(numbered);
    const after = lines.slice(at + 1).find((later) => later.trim() !== "" && depth(later) <= depth(line));
    if (name(after ?? "") === "Figure") count.figures += 1;
    else if (numbered && what === "Figure") faults.push(`no figure follows “${caption}”`);
  }
  if (kind === "Table") {
    count.tables += 1;
    if (!inside(at).some((inner) => name(inner) === "TH")) faults.push(`table ${count.tables} has no heads`);
  }
}
for (const what of wanted) if (!count[what]) faults.push(`the PDF has no ${what}`);
for (const fault of faults) console.error(`${file}: ${fault}`);
console.log(`${count.headings} headings, ${count.figures} figures, ${count.tables} tables, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
