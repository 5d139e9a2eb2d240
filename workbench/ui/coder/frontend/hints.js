// One line for whoever codes here for the first time. It goes on to the next thing when
// the last one has succeeded, and is gone for good when all have, or when it is sent away.

import { prefer, preferred } from "./record.js";
import { button, element } from "./text.js";

const KEPT = "workbench:learnt";
const STEPS = [
  ["code", "Select words with the mouse, or a sentence with s. Then c, three letters, Enter."],
  ["again", "Select more words: the full stop gives them the last code again."],
  ["in-vivo", "v makes a code of the speaker\u2019s own words."],
  ["undo", "z takes back what you did last, as often as you like."],
  ["more", "p says present or absent, m writes a memo, ? shows every key."],
];

/** What an op shows that somebody can do by now. */
function shown(kind, { origin, again }) {
  if (kind === "code") return again ? "again" : origin ?? "code";
  if (kind === "undo") return "undo";
  return kind === "qualify" || kind === "memo" ? "more" : null;
}

export class Hints {
  constructor() {
    this.box = element("div", "wb-hints");
    this.line = element("span");
    const away = button("wb-dismiss", "\u00d7", "No more hints", () => {
      this.#keep(STEPS.map(([name]) => name));
    });
    away.setAttribute("aria-label", "No more hints");
    this.box.append(this.line, away);
    this.known = new Set(preferred(KEPT, []));
    this.draw();
  }

  /** Something was done; the hint that asked for it has had its day. */
  did(kind, what) {
    const name = shown(kind, what);
    if (name && !this.known.has(name)) this.#keep([...this.known, name]);
  }

  #keep(names) {
    this.known = new Set(names);
    prefer(KEPT, names);
    this.draw();
  }

  draw() {
    const next = STEPS.find(([name]) => !this.known.has(name));
    this.box.hidden = !next;
    this.line.textContent = next?.[1] ?? "";
  }
}
