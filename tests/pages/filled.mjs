// Measures how full the pages of a PDF are: `node filled.mjs FILE MOST`.
//
// A page is half empty when half of the room for its text holds no ink in one piece. Chapters and
// the reference matter may end with such a page; more than MOST of them means that figures no
// longer let the text pass. Pages are drawn small and in grey by `pdftoppm`.
import { execFileSync } from "node:child_process";

const [file, most] = process.argv.slice(2);
const bytes = execFileSync("pdftoppm", ["-r", "18", "-gray", file], { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
const empty = [];
for (let at = 0, page = 1; at < bytes.length; page += 1) {
  const [head, width, height] = bytes.subarray(at, at + 32).toString("latin1").match(/^P5\s(\d+)\s(\d+)\s255\s/);
  at += head.length;
  const [wide, high] = [Number(width), Number(height)];
  // The head and the foot of a page are left out.
  const [top, bottom] = [Math.round(high * 0.085), Math.round(high * 0.915)];
  let blank = 0;
  let longest = 0;
  for (let row = top; row < bottom; row += 1) {
    const inked = bytes.subarray(at + row * wide, at + (row + 1) * wide).some((grey) => grey < 225);
    blank = inked ? 0 : blank + 1;
    longest = Math.max(longest, blank);
  }
  if (longest > (bottom - top) / 2) empty.push(page);
  at += wide * high;
}
console.log(`half empty: ${empty.length === 0 ? "no page" : `pages ${empty.join(", ")}`}`);
if (empty.length > Number(most)) {
  console.error(`${file}: more than ${most} pages are half empty`);
  process.exitCode = 1;
}
