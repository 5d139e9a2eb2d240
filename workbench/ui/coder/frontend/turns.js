// How a turn is drawn: its words cut wherever a segment begins or ends, and beside them
// a stripe and a name for each segment. Only turns near the window are drawn.

import { element } from "./text.js";

const LINE = 17;
const LANES = 5;
const ABOVE = 5;
const BELOW = 7;
export const POLARITY = {
  present: ["+", "present"],
  absent: ["\u2212", "absent"],
  contested: ["\u00b1", "contested"],
  conditional: ["?", "conditional"],
  "not-called-for": ["\u25cb", "not called for"],
};
export const ORIGIN = {
  manual: ["\u270e", "coded by hand"],
  "in-vivo": ["\u275d", "coded by hand, in the speaker's words"],
  search: ["\u2315", "coded from a search"],
  accepted: ["\u2713", "accepted from a suggestion"],
  edited: ["\u2713\u270e", "accepted from a suggestion and changed"],
  imported: ["\u21e9", "taken from a file"],
};

const clock = (ms) => {
  const all = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  return `${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
};

/** An empty row for a turn: who speaks, the words, the margin. */
export function makeRow(turn) {
  const row = element("div", "wb-turn");
  const who = element("div", "wb-who");
  const words = element("p", "wb-words", turn.text.words);
  const margin = element("div", "wb-margin");
  who.contentEditable = margin.contentEditable = "false";
  who.append(element("b", "", turn.speaker ?? "\u2014"));
  if (turn.at != null) who.append(element("time", "", clock(turn.at)));
  words.dir = "auto";
  row.append(who, words, margin);
  row.classList.toggle("wb-interviewer", turn.role === "interviewer");
  row.dataset.turn = turn.index;
  // a guess at the height, so that the scroll bar is right before a turn is drawn
  const lines = Math.max(1, Math.ceil(turn.text.length / 104));
  row.style.containIntrinsicSize = `auto ${lines * 24 + 12}px`;
  Object.assign(turn, { row, words, margin });
  row.__turn = words.__turn = turn;
  return row;
}

/**
 * The words of a turn, cut at every edge of a segment.
 *
 * Returns its marks in order, each with the first and the last piece of it.
 */
export function drawWords(turn, pane) {
  const marks = pane.shown(turn);
  const own = (offset) => Math.min(Math.max(offset - turn.start, 0), turn.text.length);
  const cuts = new Set([0, turn.text.length]);
  for (const mark of marks) cuts.add(own(mark.start)).add(own(mark.end));
  if (pane.held) cuts.add(own(pane.held.start)).add(own(pane.held.end));
  const edges = [...cuts].sort((a, b) => a - b);
  const places = new Map(marks.map((mark) => [mark, []]));
  const pieces = edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1];
    const here = marks.filter((m) => own(m.start) <= from && own(m.end) >= to);
    const piece = drawPiece(turn, from, to, here, pane);
    for (const mark of here) places.get(mark).push(piece);
    return piece;
  });
  turn.words.replaceChildren(...pieces);
  return marks.map((mark) => ({ mark, pieces: places.get(mark) }));
}

function drawPiece(turn, from, to, here, pane) {
  const coded = here.filter((mark) => !mark.ghost);
  const piece = element("span", coded.length ? "wb-mark" : "", turn.text.slice(from, to));
  const colours = coded.slice(0, 4).map((mark) => pane.colour(mark));
  piece.__marks = here;
  piece.__below = 2 * colours.length;
  if (colours[0]) {
    piece.style.setProperty("--wb", colours[0]);
    piece.style.boxShadow = colours
      .map((colour, depth) => `inset 0 -${2 * (depth + 1)}px 0 0 ${colour}`)
      .join(",");
    piece.style.paddingBottom = `${piece.__below}px`;
  }
  piece.classList.toggle("wb-ghost", coded.length < here.length);
  piece.classList.toggle("wb-active", here.some((mark) => mark.id === pane.active));
  const held = pane.held;
  const isHeld = held && turn.start + from >= held.start && turn.start + to <= held.end;
  piece.classList.toggle("wb-held", Boolean(isHeld));
  return piece;
}

/** Where each segment of a turn stands on the page; measured for all, then drawn. */
export function measure(turn, drawn) {
  if (!drawn.length) return [];
  const { top } = turn.margin.getBoundingClientRect();
  return drawn.filter(({ pieces }) => pieces.length).map(({ mark, pieces }) => {
    const last = pieces.at(-1);
    const bottom = last.getBoundingClientRect().bottom - last.__below;
    return { mark, top: pieces[0].getBoundingClientRect().top - top, bottom: bottom - top };
  });
}

/** The margin: a stripe in a lane of its own, and a name, for each segment. */
export function drawMargin(turn, places, pane) {
  const lanes = [];
  const drawn = [];
  const begun = places.filter(({ mark }) => mark.start >= turn.start);
  // the row's own padding serves for names as well
  let next = -ABOVE;
  const height = turn.margin.clientHeight + BELOW;
  const room = Math.max(1, Math.floor((height + ABOVE) / LINE));
  const fit = begun.length > room && !turn.open ? room - 1 : begun.length;
  for (const { mark, top, bottom } of places) {
    let lane = lanes.findIndex((end) => end <= top);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = bottom;
    if (lane < LANES) drawn.push(makeStripe(mark, lane, top, bottom, pane));
  }
  begun.slice(0, fit).forEach(({ mark, top }, index) => {
    const latest = (turn.open ? Infinity : height) - (fit - index) * LINE;
    next = Math.max(next, Math.min(top, latest - (fit < begun.length ? LINE : 0)));
    drawn.push(makeName(mark, next, pane));
    next += LINE;
  });
  if (fit < begun.length) drawn.push(makeMore(turn, begun.length - fit, next));
  turn.row.style.minHeight = turn.open ? `${next + 16}px` : "";
  turn.margin.replaceChildren(...drawn);
}

function makeStripe(mark, lane, top, bottom, pane) {
  const stripe = element("i", mark.ghost ? "wb-stripe wb-ghost" : "wb-stripe");
  stripe.classList.toggle("wb-active", mark.id === pane.active);
  stripe.style.cssText = `top:${top}px;height:${Math.max(4, bottom - top)}px;left:${lane * 6}px`;
  stripe.style.setProperty("--wb", pane.colour(mark));
  return stripe;
}

function makeName(mark, top, pane) {
  const text = mark.ghost ? `${pane.record.nameOf(mark)}?` : pane.record.nameOf(mark);
  const made = quietButton("wb-name");
  made.dataset.mark = mark.id;
  made.classList.toggle("wb-ghost", Boolean(mark.ghost));
  made.classList.toggle("wb-active", mark.id === pane.active);
  made.classList.toggle("wb-pending", Boolean(mark.pending));
  made.style.top = `${top}px`;
  made.style.setProperty("--wb", pane.colour(mark));
  made.append(element("span", "wb-code", text));
  if (!mark.ghost) {
    const polarity = POLARITY[mark.polarity]?.[0] ?? "";
    const origin = ORIGIN[mark.origin]?.[0] ?? "";
    const memo = pane.record.memos[mark.id] ? "\u2709" : "";
    const corrected = mark.anchor === "text-changed" ? "corrected" : "";
    const by = pane.initials(mark.by);
    const signs = [polarity, memo, origin, by, corrected].filter(Boolean);
    made.append(element("small", "", signs.join(" ")));
  }
  return made;
}

function makeMore(turn, count, top) {
  const made = quietButton("wb-more", `+ ${count} more`);
  made.title = "Show them all";
  made.style.top = `${top}px`;
  return made;
}

/** A button of the margin; one listener on the list serves them all. */
function quietButton(className, text) {
  const made = element("button", className, text);
  made.type = "button";
  made.tabIndex = -1;
  return made;
}
