// The surface of the pane: it shows what the study says, sends what is done, and goes on
// sending until the study says that it is safe.

import { Bar, Help } from "./bar.js";
import { Picker } from "./picker.js";
import { Record, preferred } from "./record.js";
import * as selecting from "./selection.js";
import { Strip } from "./strip.js";
import { element } from "./text.js";
import { ORIGIN, POLARITY, drawMargin, drawWords, makeRow, measure } from "./turns.js";

const RETRY_MS = 3000;
/** How long turns that come into view may be drawn within one frame. */
const SHARE_MS = 6;
/** Turns drawn at once when a transcript is opened; a window shows no more. */
const FIRST = 14;
/** So many turns are laid out ahead; beyond, only those near the window. */
const AHEAD = 800;
const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));

export class Surface {
  constructor(host) {
    this.root = host.appendChild(element("div", "wb-coder"));
    this.list = element("div", "wb-list");
    Object.assign(this.list, { contentEditable: "true", spellcheck: false });
    this.list.setAttribute("role", "textbox");
    this.list.setAttribute("aria-multiline", "true");
    this.list.setAttribute("aria-readonly", "true");
    this.list.setAttribute("aria-label", "Transcript");
    this.list.inputMode = "none";
    this.active = null;
    this.held = null;
    this.explaining = false;
    this.filters_ = {};
    this.is = { uncoded: false, dim: preferred("workbench:dim", false) };
    this.keysOn = preferred("workbench:keys", true);
    this.bar = this.filters = new Bar(this);
    this.help = new Help(this);
    this.picker = new Picker(this);
    this.strip = new Strip(this);
    const { bar, help, picker, strip, list } = this;
    this.root.append(bar.box, list, strip.box, help.box, picker.box);
    this.#listen();
  }

  #listen() {
    this.stop = new AbortController();
    const until = { signal: this.stop.signal };
    // the caret is wanted, changes are not
    for (const name of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
      this.list.addEventListener(name, (event) => event.preventDefault(), until);
    }
    // composing cannot be refused, so what it left is drawn over
    this.list.addEventListener("input", () => this.restore(), until);
    this.root.addEventListener("keydown", (event) => this.onKey(event), until);
    this.list.addEventListener("click", (event) => this.onClick(event), until);
    this.list.addEventListener("mouseover", (event) => this.onHover(event), until);
    // a name in the margin is clicked without losing the place in the words
    this.list.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    }, until);
    this.list.addEventListener("scroll", () => this.keepPlace(), until);
    document.addEventListener("selectionchange", () => this.onSelection(), until);
    this.seen = new IntersectionObserver((entries) => this.#see(entries), {
      root: this.list,
      rootMargin: "600px",
    });
    this.timer = setInterval(() => this.#retry(), 1000);
    this.resized = new ResizeObserver(() => this.#fit());
    this.resized.observe(this.list);
  }

  /** Stripes stand beside lines, and those break anew when the width is another. */
  #fit() {
    const isOther = this.width != null && this.width !== this.list.clientWidth;
    this.width = this.list.clientWidth;
    this.#return();
    if (isOther) this.redraw();
  }

  destroy() {
    this.stop.abort();
    this.seen.disconnect();
    this.resized.disconnect();
    clearInterval(this.timer);
    cancelAnimationFrame(this.drawing);
    this.root.remove();
  }

  // -- messages ------------------------------------------------------------------

  /** Called with every message; the same one may come twice. */
  obey(message, trigger) {
    this.trigger = trigger;
    let record = Record.of(message.version);
    if (!record && !message.turns) return trigger("need", message.version);
    record ??= new Record(message.version, message.turns);
    record.me = message.me;
    this.may = message.may;
    this.root.classList.toggle("wb-reading-only", !this.may);
    const isNew = this.record !== record;
    this.record = record;
    if (isNew) this.#build();
    const refused = record.obey(message);
    if (isNew) this.putAway();
    if (this.active) this.active = record.settled(this.active);
    if (this.active && !record.get(this.active)) this.active = null;
    for (const news of refused) this.say(news);
    if (message.news && message.news.id !== this.heard) {
      this.heard = message.news.id;
      this.say(message.news.text);
    }
    if (message.goTo != null && message.goTo.id !== this.went) {
      this.went = message.goTo.id;
      this.goTo(message.goTo);
    }
    this.list.setAttribute("aria-label", `Transcript ${message.transcript}`);
    // sends what a reload interrupted; or says that the turns need not come again
    if (isNew ? record.outbox.length : message.turns) this.post();
    this.paint();
  }

  #build() {
    this.active = this.held = null;
    this.seen.disconnect();
    this.list.replaceChildren(...this.record.turns.map((turn) => makeRow(turn)));
    for (const turn of this.record.turns) {
      turn.dirty = true;
      turn.inView = false;
      this.seen.observe(turn.row);
    }
    const { place } = this.record;
    const from = Math.max(0, (place?.turn ?? 0) - 2);
    for (const turn of this.record.turns.slice(from, from + FIRST)) {
      turn.inView = true;
      turn.row.classList.add("wb-laid");
    }
    this.returning = place;
    this.#return();
    if (document.activeElement === document.body) {
      this.list.focus({ preventScroll: true });
      const first = place ? place.turn + Math.sign(place.within) : 0;
      const { start } = this.record.turns[first] ?? this.record.turns.at(-1);
      this.reselect({ anchor: start, focus: start });
    }
    this.#layOut();
  }

  /** Go on where reading stopped, as soon as the list has its height and can scroll. */
  #return() {
    if (!this.returning || getComputedStyle(this.list).overflowY !== "auto") return;
    const { turn, within } = this.returning;
    this.returning = null;
    this.record.turns[turn]?.row.scrollIntoView({ block: "start" });
    this.list.scrollTop += within;
  }

  /**
   * Lay the turns out while nothing else is to be done: opening is quick because they are
   * not, and scrolling is smooth because they are. What is in view stays where it is.
   */
  #layOut() {
    const { record } = this;
    const turns = record.turns.slice(0, AHEAD);
    if (!CSS.supports("overflow-anchor", "auto")) return;
    const next = () => {
      if (this.record !== record || !this.root.isConnected) return;
      for (const turn of turns.splice(0, 20)) turn.row.classList.add("wb-laid");
      if (turns.length) whenIdle(next);
    };
    whenIdle(next);
  }

  goTo({ start, end, segment }) {
    this.record.turnAt(start).row.scrollIntoView({ block: "center" });
    selecting.select(this.record, start, segment ? start : end);
    if (segment) this.activate(segment);
  }

  send(kind, rest) {
    const op = this.record.send(kind, rest);
    this.strip.hints.did(kind, rest);
    this.paint();
    this.post();
    return op;
  }

  post() {
    this.posted = performance.now();
    const { client, revision, outbox, version } = this.record;
    this.trigger("done", { client, version, have: revision, ops: outbox });
  }

  #retry() {
    const waits = this.record?.outbox.length && performance.now() - this.posted > RETRY_MS;
    if (waits) this.post();
  }

  // -- drawing ---------------------------------------------------------------------

  #see(entries) {
    for (const { target, isIntersecting } of entries) target.__turn.inView = isIntersecting;
    this.#drawNext();
  }

  /** Draw what came near, the nearest first, no more than a frame has time for. */
  #drawNext() {
    cancelAnimationFrame(this.drawing);
    const waiting = this.#waiting();
    if (!waiting.length) return;
    const middle = this.list.scrollTop + this.list.clientHeight / 2;
    const far = new Map(waiting.map((t) => [t, Math.abs(t.row.offsetTop - middle)]));
    waiting.sort((a, b) => far.get(a) - far.get(b));
    const until = performance.now() + SHARE_MS;
    do this.#drawTurns(waiting.splice(0, 2));
    while (waiting.length && performance.now() < until);
    if (waiting.length) this.drawing = requestAnimationFrame(() => this.#drawNext());
  }

  #waiting() {
    return this.record.turns.filter((turn) => turn.dirty && turn.inView);
  }

  redraw() {
    for (const turn of this.record?.turns ?? []) turn.dirty = true;
    if (this.record) this.paint();
  }

  restore() {
    for (const turn of this.record.turns) if (turn.inView) turn.dirty = true;
    this.paint();
  }

  /**
   * With what is coded put away, only uncoded turns are in the list. What is coded from
   * then on stays: nothing moves away from under the reader.
   */
  putAway() {
    for (const turn of this.record.turns) {
      const isCoded = [...turn.marks].some((mark) => !mark.ghost);
      turn.row.classList.toggle("wb-away", this.is.uncoded && isCoded);
    }
  }

  /** Show at once what was done, and what is said around it. */
  paint() {
    this.#drawTurns(this.#waiting());
    this.list.classList.toggle("wb-dim", this.is.dim);
    this.bar.draw();
    this.strip.draw();
  }

  /** All words first, then all measuring, then margins: the page is laid out once. */
  #drawTurns(turns) {
    if (!turns.length) return;
    const chosen = document.activeElement === this.list ? selecting.read(this.list) : null;
    const drawn = turns.map((turn) => drawWords(turn, this));
    if (chosen) this.reselect(chosen);
    const places = turns.map((turn, index) => measure(turn, drawn[index]));
    turns.forEach((turn, index) => drawMargin(turn, places[index], this));
    for (const turn of turns) turn.dirty = false;
  }

  reselect({ anchor, focus }) {
    const place = (offset) => {
      const turn = this.record.turnAt(offset);
      return selecting.nodeAt(turn, Math.min(offset, turn.end) - turn.start);
    };
    document.getSelection().setBaseAndExtent(...place(anchor), ...place(focus));
  }

  /** The marks of a turn that the filters let through, in order. */
  shown(turn) {
    return [...turn.marks]
      .filter((mark) => this.passes(mark))
      .sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  }

  passes(mark) {
    if (mark.ghost) return !this.filters_.by && !this.filters_.origin;
    return Object.entries(this.filters_).every(([name, value]) => mark[name] === value);
  }

  colour(mark) {
    return this.record.codes.get(mark.code)?.colour ?? "#777777";
  }

  initials(person) {
    return this.record.people[person]?.initials ?? "";
  }

  describe(mark) {
    const name = this.record.nameOf(mark);
    if (mark.ghost) return `Suggested, not coded: ${name}`;
    const facts = [
      this.record.people[mark.by]?.name,
      ORIGIN[mark.origin]?.[1],
      POLARITY[mark.polarity]?.[1],
      mark.anchor === "text-changed" && "its words were corrected",
    ].filter(Boolean);
    return `${name} \u2014 ${facts.join(", ")}`;
  }

  /** The coded segments a suggestion resembles, their words as words. */
  because(mark) {
    const holder = element("div", "wb-because");
    for (const { quote, transcript, cosine } of mark.because) {
      const line = element("div");
      line.append(element("q", "", quote), ` ${transcript}, similarity ${cosine}`);
      holder.append(line);
    }
    return holder;
  }

  say(news) {
    this.strip.say(news);
  }
}
