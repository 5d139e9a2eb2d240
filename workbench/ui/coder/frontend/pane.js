// The transcript pane: words to read, select and code. What is done shows at once.

import { Reader } from "./reader.js";
import { prefer } from "./record.js";
import * as selecting from "./selection.js";
import { POLARITY } from "./turns.js";

const TARGETS = [
  "client-AI", "client-therapist", "therapist-AI", "client-therapist-AI", "client-platform",
];
const SHORT_NAME = 60;

class Pane extends Reader {
  /** What is to be coded now: the selection, or the whole turn at the caret. */
  stretchToCode() {
    const chosen = this.selection();
    if (!chosen) return null;
    const mark = this.activeMark();
    if (chosen.start === chosen.end && mark) return { start: mark.start, end: mark.end };
    const turn = this.record.turnAt(chosen.start);
    const wide = chosen.start === chosen.end ? turn : chosen;
    return selecting.trimmed(this.record, wide);
  }

  boxOf({ start }) {
    const turn = this.record.turnAt(start);
    const range = document.createRange();
    range.setStart(...selecting.nodeAt(turn, start - turn.start));
    const box = range.getBoundingClientRect();
    return box.height ? box : turn.row.getBoundingClientRect();
  }

  /** Keep a stretch marked while the focus is elsewhere. */
  hold(stretch) {
    this.held = { anchor: stretch.start, focus: stretch.end, ...stretch };
    for (const turn of this.record.over(stretch.start, stretch.end)) turn.dirty = true;
    this.paint();
  }

  /** Give the focus and the selection back to the words. */
  release() {
    const { held } = this;
    this.held = null;
    if (held) {
      for (const turn of this.record.over(held.start, held.end)) turn.dirty = true;
    }
    this.list.focus({ preventScroll: true });
    this.paint();
    if (held) this.reselect(held);
  }

  pick() {
    const stretch = this.stretchToCode();
    if (!stretch) return this.say("Put the caret into the text, or select words, first.");
    this.hold(stretch);
    return this.picker.open("Choose a code", this.boxOf(stretch), (choice) =>
      this.codeStretch(stretch, choice));
  }

  codeStretch({ start, end }, { code, name, definition = null, origin = null, again }) {
    const same = [...this.record.placed.values()].some(
      (m) => !m.ghost && code && m.code === code && m.start === start && m.end === end &&
        m.by === this.record.me,
    );
    if (same) return this.say("That stretch has this code already.");
    const sum = this.record.check(start, end);
    const what = { start, end, code, name, definition, origin, check: sum };
    const op = this.send("code", again ? { ...what, again } : what);
    if (code) this.record.used(code);
    this.last = code ? { code } : { name };
    selecting.select(this.record, start, end);
    // polarity, memo and the rest go to what was coded just now
    this.setActive(op.act);
    return op;
  }

  codeRecent(number) {
    const code = this.record.recent[number - 1];
    const stretch = this.stretchToCode();
    if (!code) return this.say(`There is no recent code number ${number} yet.`);
    return stretch && this.codeStretch(stretch, { code, again: true });
  }

  repeat() {
    const named = [...this.record.codes.values()].find((c) => c.name === this.last?.name);
    const code = this.last?.code ?? named?.id ?? this.record.recent[0];
    const stretch = this.stretchToCode();
    if (!code) return this.say("No code was used here yet. Press c to choose one.");
    return stretch && this.codeStretch(stretch, { code, again: true });
  }

  inVivo() {
    const stretch = this.stretchToCode();
    if (!stretch) return;
    const words = this.record.words(stretch.start, stretch.end).replace(/\s+/g, " ");
    const signs = [...words];
    const name = signs.length > SHORT_NAME
      ? `${signs.slice(0, SHORT_NAME - 1).join("")}\u2026` : words;
    const there = [...this.record.codes.values()].find(
      (each) => each.name.toLowerCase() === name.toLowerCase(),
    );
    this.codeStretch(stretch, there ? { code: there.id } : { name, origin: "in-vivo" });
  }

  // -- on the active segment ----------------------------------------------------------

  ownMark(isGhost = false) {
    const mark = this.activeMark();
    if (mark && Boolean(mark.ghost) === isGhost) return mark;
    this.say(isGhost ? "Go to a suggestion first (g)." : "Go to a coded segment first (]).");
    return null;
  }

  recode() {
    const mark = this.ownMark();
    if (!mark) return;
    this.hold({ start: mark.start, end: mark.end });
    this.picker.open("Another code", this.boxOf(mark), (choice) => {
      this.send("recode", { segment: mark.id, ...choice });
      if (choice.code) this.record.used(choice.code);
    });
  }

  /** Yes to what is active: a suggestion, or a code whose words were corrected. */
  yes() {
    const mark = this.activeMark();
    if (mark?.anchor !== "text-changed") return this.answer("accepted");
    this.send("uphold", { segment: mark.id });
    this.say("The code holds for the corrected words. z takes that back.");
    this.paint();
  }

  uncode() {
    const mark = this.ownMark();
    if (!mark) return;
    this.send("uncode", { segment: mark.id });
    this.active = null;
    this.say(`\u201c${this.record.nameOf(mark)}\u201d taken off. z brings it back.`);
    this.paint();
  }

  turnQuality(name, values) {
    const mark = this.ownMark();
    if (!mark) return;
    const around = [null, ...values];
    const value = around[(around.indexOf(mark[name]) + 1) % around.length];
    const { polarity, target } = { ...mark, [name]: value };
    this.send("qualify", { segment: mark.id, polarity, target });
  }

  turnPolarity() {
    this.turnQuality("polarity", Object.keys(POLARITY));
  }

  turnTarget() {
    this.turnQuality("target", TARGETS);
  }

  writeMemo() {
    const mark = this.ownMark();
    if (!mark) return;
    this.hold({ start: mark.start, end: mark.end });
    this.strip.openMemo(mark.id);
  }

  keepMemo(segment, text) {
    this.send("memo", { segment: this.record.settled(segment), text });
    this.say("Memo kept.");
  }

  resizeTo(mark, stretch) {
    if (!stretch || stretch.start >= stretch.end) return;
    const sum = this.record.check(stretch.start, stretch.end);
    this.send("resize", { segment: mark.id, ...stretch, check: sum });
  }

  resize(first, last) {
    const mark = this.ownMark();
    if (!mark) return;
    const move = (offset, step, after, before) =>
      step === 0 ? offset : (step > 0 ? after : before)(this.record, offset);
    this.resizeTo(mark, {
      start: move(mark.start, first, selecting.wordStartAfter, selecting.wordStartBefore),
      end: move(mark.end, last, selecting.wordEndAfter, selecting.wordEndBefore),
    });
  }

  fitToSelection() {
    const mark = this.ownMark();
    const chosen = selecting.read(this.list);
    if (mark && chosen && chosen.start < chosen.end) {
      this.resizeTo(mark, selecting.trimmed(this.record, chosen));
    }
  }

  // -- suggestions ----------------------------------------------------------------------

  answer(answer) {
    const mark = this.ownMark(true);
    if (!mark) return;
    this.send("answer", { suggestion: mark.id, answer });
    this.active = null;
    this.walkMarks(1, (each) => each.ghost);
  }

  editSuggestion() {
    const mark = this.ownMark(true);
    if (!mark) return;
    const chosen = selecting.read(this.list);
    const own = chosen && chosen.start < chosen.end && chosen.start < mark.end
      && mark.start < chosen.end ? selecting.trimmed(this.record, chosen) : null;
    const stretch = own ?? { start: mark.start, end: mark.end };
    this.hold(stretch);
    this.picker.open("Change the suggestion", this.boxOf(stretch), ({ code, name, definition }) => {
      const rest = { code, name, definition, ...stretch };
      this.send("answer", { suggestion: mark.id, answer: "edited", ...rest });
    });
  }

  explain() {
    const mark = this.ownMark(true);
    if (!mark) return;
    this.explaining = !this.explaining;
    this.strip.draw();
    selecting.select(this.record, mark.start, mark.start);
  }

  // -- the work ----------------------------------------------------------------------

  undo(kind) {
    this.send(kind, {});
  }

  toggle(name) {
    this.is[name] = !this.is[name];
    if (name === "dim") prefer("workbench:dim", this.is.dim);
    if (name === "uncoded") this.putAway();
    this.paint();
  }

  filter(name, value) {
    if (value) this.filters_[name] = value;
    else delete this.filters_[name];
    this.redraw();
  }

  setKeys(on) {
    this.keysOn = on;
    prefer("workbench:keys", on);
  }
}

export default function pane({ data, parentElement, setTriggerValue }) {
  const shown = (parentElement.__pane ??= new Pane(parentElement));
  shown.obey(data, setTriggerValue);
  return () => {
    // it is also called for a message that the next one overtook, and then the pane
    // stays: what is active, and keys that are on their way, must not be lost
    if (parentElement.isConnected) return;
    shown.destroy();
    delete parentElement.__pane;
  };
}
