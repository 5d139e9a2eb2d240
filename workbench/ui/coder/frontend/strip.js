// The strip below the words: what is selected or active, what can be done with it, a line
// for a memo, and one quiet line of news. It never takes the focus unless asked to.

import { Hints } from "./hints.js";
import { recall, keep } from "./record.js";
import { button, element } from "./text.js";
import { ORIGIN, POLARITY } from "./turns.js";

export class Strip {
  constructor(pane) {
    this.pane = pane;
    this.box = element("div", "wb-strip");
    this.what = element("div", "wb-what");
    this.doing = element("div", "wb-doing");
    this.memo = element("textarea", "wb-memo");
    this.memo.rows = 2;
    this.memo.hidden = true;
    this.memo.placeholder = "Memo. Enter keeps it, Shift+Enter makes a new line, Esc leaves.";
    this.memo.setAttribute("aria-label", "Memo on this segment");
    this.news = element("div", "wb-news");
    this.news.setAttribute("role", "status");
    this.hints = new Hints();
    this.box.append(this.what, this.doing, this.memo, this.news, this.hints.box);
    this.memo.addEventListener("keydown", (event) => this.#memoKey(event));
    this.memo.addEventListener("input", () => {
      keep(`workbench:memo:${this.about}`, this.memo.value);
    });
  }

  say(news) {
    this.news.textContent = news;
  }

  openMemo(about) {
    this.about = about;
    this.memo.hidden = false;
    this.memo.value = recall(`workbench:memo:${about}`, "");
    this.memo.focus({ preventScroll: true });
  }

  #memoKey(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.#closeMemo();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const text = this.memo.value.trim();
      if (text) this.pane.keepMemo(this.about, text);
      sessionStorage.removeItem(`workbench:memo:${this.about}`);
      this.#closeMemo();
    }
  }

  #closeMemo() {
    this.memo.hidden = true;
    this.pane.release();
  }

  /** Show what is active or selected now. */
  draw() {
    const { pane } = this;
    const mark = pane.activeMark();
    const chosen = pane.selection();
    if (mark) this.#drawMark(mark);
    else if (chosen && chosen.end > chosen.start) this.#drawSelection(chosen);
    else this.#drawNothing();
  }

  #drawNothing() {
    const { pane } = this;
    this.what.textContent = pane.record.placed.size
      ? "Click a coded stretch, or walk there with ] to change it."
      : "Nothing is coded here yet.";
    this.doing.replaceChildren();
  }

  #drawSelection({ start, end }) {
    const { pane } = this;
    const words = pane.record.words(start, end).split(/\s+/).filter(Boolean).length;
    this.what.textContent = `${words} ${words === 1 ? "word" : "words"} selected`;
    if (!pane.may) return this.doing.replaceChildren();
    const recent = pane.record.recent.slice(0, 4).map((code, index) =>
      this.#action(`${pane.record.codes.get(code).name}`, String(index + 1), () =>
        pane.codeRecent(index + 1)),
    );
    this.doing.replaceChildren(
      this.#action("Code\u2026", "c", () => pane.pick()),
      this.#action("In vivo", "v", () => pane.inVivo()),
      ...recent,
    );
  }

  #drawMark(mark) {
    const { pane } = this;
    const name = element("b", "", pane.record.nameOf(mark));
    if (mark.ghost) {
      const why = pane.because(mark);
      this.what.replaceChildren("Suggested, not coded: ", name);
      const acts = [
        ["Accept", "y", () => pane.answer("accepted")],
        ["Change\u2026", "e", () => pane.editSuggestion()],
        ["Reject", "n", () => pane.answer("rejected")],
        ["Later", "l", () => pane.answer("deferred")],
      ];
      const doing = pane.may ? acts : [];
      doing.push(["Why?", "h", () => pane.explain()]);
      this.doing.replaceChildren(...doing.map((act) => this.#action(...act)));
      if (pane.explaining) this.doing.append(why);
      return;
    }
    const facts = [
      pane.record.people[mark.by]?.name,
      ORIGIN[mark.origin]?.[1],
      mark.polarity && POLARITY[mark.polarity]?.[1],
      mark.target && mark.target !== "unspecified" && `about ${mark.target}`,
      mark.anchor === "text-changed" && "its words were corrected",
      mark.pending && "being saved",
    ].filter(Boolean);
    this.what.replaceChildren(name, ` \u00b7 ${facts.join(" \u00b7 ")}`);
    for (const memo of pane.record.memos[mark.id] ?? []) {
      this.what.append(element("q", "wb-memo-text", memo));
    }
    const acts = [
      ["Other code\u2026", "r", () => pane.recode()],
      ["Polarity", "p", () => pane.turnPolarity()],
      ["About", "a", () => pane.turnTarget()],
      ["Memo", "m", () => pane.writeMemo()],
      ["Shorter", "<", () => pane.resize(0, -1)],
      ["Longer", ">", () => pane.resize(0, 1)],
      ["Take off", "x", () => pane.uncode()],
    ];
    if (mark.anchor === "text-changed") acts.unshift(["Still holds", "y", () => pane.yes()]);
    this.doing.replaceChildren(...(pane.may ? acts : []).map((a) => this.#action(...a)));
  }

  #action(text, key, act) {
    const made = button("wb-action", text, `${text} (${key})`, act);
    made.append(element("kbd", "", key));
    return made;
  }
}
