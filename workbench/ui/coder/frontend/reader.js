// Reading: the caret and the selection, which segment is active, and walking by keys.

import { obeyKey } from "./keys.js";
import * as selecting from "./selection.js";
import { Surface } from "./surface.js";

export class Reader extends Surface {
  selection() {
    return this.held ?? selecting.read(this.list);
  }

  onSelection() {
    if (!this.record || document.activeElement !== this.list) return;
    const chosen = selecting.read(this.list);
    if (!chosen) return;
    const mark = this.activeMark();
    if (chosen.start < chosen.end) {
      const overlaps = mark && chosen.start < mark.end && mark.start < chosen.end;
      if (mark && !overlaps) this.setActive(null);
    } else if (!mark || chosen.start < mark.start || chosen.start > mark.end) {
      this.setActive(this.marksAt(chosen.start)[0]?.id ?? null);
    }
    this.strip.draw();
  }

  /** The marks at an offset, the shortest first. */
  marksAt(offset) {
    return this.shown(this.record.turnAt(offset))
      .filter((mark) => mark.start <= offset && offset < mark.end)
      .sort((a, b) => a.end - a.start - (b.end - b.start) || (a.id < b.id ? -1 : 1));
  }

  onClick(event) {
    const name = event.target.closest(".wb-name");
    if (name) return this.activate(name.dataset.mark);
    const turn = event.target.closest(".wb-more")?.closest(".wb-turn").__turn;
    if (turn) {
      Object.assign(turn, { open: true, dirty: true });
      return this.paint();
    }
    const offset = selecting.read(this.list);
    if (!offset || offset.start !== offset.end) return null;
    return this.setActive(this.marksAt(offset.start)[0]?.id ?? null);
  }

  /** What stands here is told to the mouse when it asks. */
  onHover({ target }) {
    const name = target.closest(".wb-name");
    const mark = name && this.record.get(name.dataset.mark);
    if (mark) name.title = this.describe(mark);
    else if (target.__marks?.length) {
      target.title = target.__marks.map((each) => this.describe(each)).join("\n");
    }
  }

  activeMark() {
    return this.active ? this.record.get(this.active) : null;
  }

  setActive(id) {
    if (this.active === id) return;
    for (const each of [this.active, id]) {
      const mark = each && this.record.get(each);
      for (const turn of mark ? this.record.over(mark.start, mark.end) : []) {
        turn.dirty = true;
      }
    }
    this.active = id;
    this.explaining = false;
    this.paint();
  }

  activate(id, share = null) {
    const mark = this.record.get(id);
    if (!mark) return;
    this.list.focus({ preventScroll: true });
    this.setActive(id);
    selecting.select(this.record, mark.start, mark.start, share);
  }

  letGo() {
    if (!this.help.box.hidden) {
      this.help.toggle();
      this.list.focus({ preventScroll: true });
      return;
    }
    const chosen = this.selection();
    this.setActive(null);
    if (chosen) selecting.select(this.record, chosen.end, chosen.end);
  }

  keepPlace() {
    if (!this.record || !this.list.clientHeight) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const top = this.list.getBoundingClientRect().top;
      const first = this.record.turns.find(
        (turn) => turn.inView && turn.row.getBoundingClientRect().bottom > top,
      );
      if (!first) return;
      const within = Math.round(top - first.row.getBoundingClientRect().top);
      this.record.keepPlace({ turn: first.index, within });
    }, 200);
  }

  onKey(event) {
    if (event.target.closest("input, textarea, select")) return event.stopPropagation();
    if (event.target !== this.list && event.key === "Enter") return undefined;
    // plain letters never reach the app around, which has keys of its own
    if (!event.ctrlKey && !event.metaKey && event.key.length === 1) event.stopPropagation();
    this.say("");
    if (obeyKey(event, this)) event.preventDefault();
    return undefined;
  }

  // -- walking and selecting by keys -----------------------------------------------

  walkTurns(step) {
    const at = this.selection()?.end ?? 0;
    const { turns } = this.record;
    let next = this.record.turnAt(at).index + step;
    while (turns[next]?.row.classList.contains("wb-away")) next += step;
    const turn = turns[next];
    if (turn) selecting.select(this.record, turn.start, turn.start);
  }

  walkMarks(step, wanted) {
    const marks = this.record.inOrder((mark) => wanted(mark) && this.passes(mark));
    if (!marks.length) return this.say("There is none in this transcript.");
    const here = marks.findIndex((mark) => mark.id === this.active);
    const at = this.selection()?.start ?? 0;
    const after = marks.findIndex((mark) => mark.start >= at);
    const fresh = step > 0 ? (after < 0 ? 0 : after) : (after < 0 ? marks.length : after) - 1;
    const next = here < 0 ? fresh : here + step;
    return this.activate(marks[(next + marks.length) % marks.length].id, 0.3);
  }

  cycle() {
    const at = this.activeMark()?.start ?? this.selection()?.start;
    if (at == null) return;
    const marks = this.marksAt(Math.max(at, this.selection()?.start ?? at));
    const here = marks.findIndex((mark) => mark.id === this.active);
    if (marks.length) this.setActive(marks[(here + 1) % marks.length].id);
  }

  selectFrom([anchor, focus]) {
    this.setActive(null);
    selecting.select(this.record, anchor, focus);
    this.strip.draw();
  }

  selectWord(step) {
    const chosen = this.selection();
    if (!chosen) return;
    const { record } = this;
    let { anchor } = chosen;
    if (chosen.start === chosen.end && step > 0) {
      const start = selecting.wordStartBefore(record, chosen.start + 1);
      anchor = start < chosen.start - 40 ? chosen.start : start;
    }
    const move = step > 0 ? selecting.wordEndAfter : selecting.wordEndBefore;
    this.selectFrom([anchor, Math.max(anchor, move(record, chosen.focus))]);
  }

  selectSentence() {
    const chosen = this.selection();
    if (chosen) this.selectFrom(selecting.sentence(this.record, chosen));
  }

  selectNextSentence() {
    const chosen = this.selection();
    if (chosen) this.selectFrom(selecting.nextSentence(this.record, chosen.end));
  }

  selectSentenceBefore() {
    const chosen = this.selection();
    if (chosen) this.selectFrom(selecting.sentenceBefore(this.record, chosen.start));
  }

  selectTurn() {
    const chosen = this.selection();
    if (chosen) this.selectFrom(selecting.wholeTurn(this.record, chosen));
  }
}
