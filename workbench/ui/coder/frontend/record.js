// What the page knows of one transcript: its turns, its coded segments as the study has
// them, and what was done here and is not yet acknowledged. It outlives the pane, so a
// remount or a change of page loses nothing; the outbox outlives a reload as well.

import { Text, check, uuid } from "./text.js";

const records = (globalThis.__workbenchRecords ??= new Map());

const SEGMENT = [
  "id", "start", "end", "code", "by", "origin", "polarity", "target", "anchor",
];
const GHOST = ["id", "start", "end", "code", "similarity", "because", "state"];
const named = (names, row) => Object.fromEntries(names.map((n, i) => [n, row[i]]));

export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a full or forbidden storage costs the reload's memory, never a decision
  }
}

export function recall(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** How many segments show, by code, coder and origin; kept as they come and go. */
class Tally {
  constructor() {
    this.coded = 0;
    this.offered = 0;
    this.by = { code: new Map(), by: new Map(), origin: new Map() };
  }

  add(mark, step) {
    if (mark.ghost) this.offered += step;
    else {
      this.coded += step;
      for (const [name, counts] of Object.entries(this.by)) {
        const count = (counts.get(mark[name]) ?? 0) + step;
        if (count) counts.set(mark[name], count);
        else counts.delete(mark[name]);
      }
    }
  }
}

/** What a person likes, on this machine, whichever study: ids and switches, no words. */
export function prefer(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // asked for again another day
  }
}

export function preferred(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export class Record {
  static of(version) {
    return records.get(version);
  }

  constructor(version, turns) {
    records.set(version, this);
    this.version = version;
    this.turns = turns.map((turn, index) => ({
      ...turn,
      index,
      text: new Text(turn.text),
      marks: new Set(),
      dirty: true,
    }));
    for (const turn of this.turns) turn.end = turn.start + turn.text.length;
    this.codes = new Map();
    this.people = {};
    this.memos = {};
    this.base = new Map();
    this.overlay = new Map();
    this.placed = new Map();
    this.tally = new Tally();
    this.revision = -1;
    this.place = null;
    this.#recall();
  }

  // -- what the study says ------------------------------------------------------

  /**
   * Obey a message of the study. It may come twice, and one that was overtaken is passed
   * over; each tells the whole way from what this window said it has. Gives the news.
   */
  obey(message) {
    if (!message.whole && message.revision < this.revision) return [];
    const touched = new Set();
    if (message.codes) this.codes = new Map(message.codes.map((c) => [c.id, c]));
    if (message.people) this.people = message.people;
    if (message.memos) this.memos = message.memos;
    if (message.whole) {
      const there = new Set([...message.segments, ...message.ghosts].map((r) => r[0]));
      for (const id of this.base.keys()) if (!there.has(id)) this.#drop(id, touched);
    }
    for (const id of message.gone ?? []) this.#drop(id, touched);
    for (const row of message.segments ?? []) this.#take(named(SEGMENT, row), touched);
    for (const row of message.ghosts ?? []) {
      this.#take({ ...named(GHOST, row), ghost: true }, touched);
    }
    if (message.codes) for (const turn of this.turns) turn.dirty = true;
    this.revision = message.revision;
    const answer = message.answers?.[this.client] ?? {};
    const { upTo = 0, refused = [], told = [], made = {} } = answer;
    const news = [...told, ...refused]
      .filter(([number]) => this.outbox.some((o) => o.n === number));
    this.made = made;
    this.outbox = this.outbox.filter((op) => op.n > upTo);
    this.#keep();
    this.#settle(touched);
    return news.map(([, message_]) => message_);
  }

  #take(row, touched) {
    this.base.set(row.id, row);
    touched.add(row.id);
  }

  #drop(id, touched) {
    this.base.delete(id);
    touched.add(id);
  }

  // -- what is done here ----------------------------------------------------------

  /** Something was done: it shows at once and stays in the outbox until it is safe. */
  send(kind, rest) {
    this.sequence += 1;
    const op = { n: this.sequence, act: uuid(), kind, version: this.version, ...rest };
    this.outbox.push(op);
    this.#keep();
    this.#settle(new Set());
    return op;
  }

  #settle(touched) {
    const next = new Map();
    for (const op of this.outbox) this.#foresee(op, next);
    for (const id of [...this.overlay.keys(), ...next.keys()]) touched.add(id);
    this.overlay = next;
    for (const id of touched) this.#put(id, this.get(id));
  }

  /** What an op will have done, as far as it can be known here. */
  #foresee(op, next) {
    const old = next.get(op.segment) ?? this.base.get(op.segment);
    if (op.kind === "code") {
      next.set(op.act, {
        ...{ id: op.act, start: op.start, end: op.end, code: op.code, by: this.me },
        ...{ origin: op.origin ?? "manual", polarity: null, target: null },
        ...{ anchor: "unchanged", name: op.name, pending: true },
      });
    } else if (op.kind === "uncode") next.set(op.segment, null);
    else if (op.kind === "recode" && old) {
      next.set(op.segment, { ...old, code: op.code, name: op.name });
    } else if (op.kind === "uphold" && old) {
      next.set(op.segment, { ...old, anchor: "unchanged" });
    } else if (op.kind === "resize" && old) {
      next.set(op.segment, { ...old, start: op.start, end: op.end });
    } else if (op.kind === "qualify" && old) {
      next.set(op.segment, { ...old, polarity: op.polarity, target: op.target });
    } else if (op.kind === "answer") next.set(op.suggestion, null);
  }

  /** The segment or suggestion as it shows; null when it is not there. */
  get(id) {
    return (this.overlay.has(id) ? this.overlay.get(id) : this.base.get(id)) ?? null;
  }

  /** The id that an own coding got when the study took it in. */
  settled(id) {
    return this.made?.[id] ?? id;
  }

  #put(id, mark) {
    const before = this.placed.get(id);
    if (before) {
      this.placed.delete(id);
      this.tally.add(before, -1);
      this.#touch(before, (turn) => turn.marks.delete(before));
    }
    if (!mark || (mark.ghost && mark.state === "hidden")) return;
    this.placed.set(id, mark);
    this.tally.add(mark, 1);
    this.#touch(mark, (turn) => turn.marks.add(mark));
  }

  #touch(mark, change) {
    for (const turn of this.over(mark.start, mark.end)) {
      change(turn);
      turn.dirty = true;
    }
  }

  // -- looking things up ---------------------------------------------------------

  /** The turn in which an offset lies, or the one before it. */
  turnAt(offset) {
    let [low, high] = [0, this.turns.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.turns[low];
  }

  over(start, end) {
    const found = [];
    let at = this.turnAt(start).index;
    for (; at < this.turns.length && this.turns[at].start < end; at += 1) {
      found.push(this.turns[at]);
    }
    return found;
  }

  words(start, end) {
    return this.over(start, end)
      .map((t) => t.text.slice(Math.max(0, start - t.start), Math.min(t.end, end) - t.start))
      .join("\n");
  }

  check(start, end) {
    return check(this.words(start, end));
  }

  /** Segments or suggestions in the order of the text, shortest last at one place. */
  inOrder(wanted) {
    return [...this.placed.values()]
      .filter(wanted)
      .sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  }

  nameOf(mark) {
    return mark.name ?? this.codes.get(mark.code)?.name ?? "?";
  }

  /** Codes used last, in whichever transcript; those that are still there. */
  get recent() {
    return preferred("workbench:recent", []).filter((code) => this.codes.has(code));
  }

  used(code) {
    const others = this.recent.filter((each) => each !== code);
    prefer("workbench:recent", [code, ...others].slice(0, 9));
  }

  // -- across reloads: no participant's words are kept here -------------------------

  get #name() {
    return `workbench:${this.version}`;
  }

  #keep() {
    const { client, sequence, outbox, place } = this;
    keep(this.#name, { client, sequence, outbox, place });
  }

  keepPlace(place) {
    this.place = place;
    this.#keep();
  }

  #recall() {
    const kept = recall(this.#name, {});
    this.client = kept.client ?? uuid();
    this.sequence = kept.sequence ?? 0;
    this.outbox = kept.outbox ?? [];
    this.place = kept.place ?? null;
  }
}
