// Between the browser's selection and the study's offsets, and selecting by keys.

import { sentences, wordEnds, wordStarts } from "./text.js";

/** The text node and offset of a code point of a turn. */
export function nodeAt(turn, point) {
  let unit = turn.text.unit(point);
  const walker = document.createTreeWalker(turn.words, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (unit <= node.length) return [node, unit];
    unit -= node.length;
    last = node;
  }
  return last ? [last, last.length] : [turn.words, 0];
}

/** The study's offset of a place in the page; null outside the words. */
export function offsetOf(node, at) {
  const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const words = holder.closest?.(".wb-words");
  const turn = words?.__turn ?? holder.closest?.(".wb-turn")?.__turn;
  if (!turn) return null;
  if (!words) return turn.start;
  const range = document.createRange();
  range.setStart(turn.words, 0);
  range.setEnd(node, at);
  return turn.start + turn.text.point(range.toString().length);
}

/** What is selected, and where the moving end is; null where nothing of the text is. */
export function read(list) {
  const chosen = document.getSelection();
  if (!chosen.rangeCount || !list.contains(chosen.anchorNode)) return null;
  const anchor = offsetOf(chosen.anchorNode, chosen.anchorOffset);
  const focus = offsetOf(chosen.focusNode, chosen.focusOffset);
  if (anchor == null || focus == null) return null;
  return { anchor, focus, start: Math.min(anchor, focus), end: Math.max(anchor, focus) };
}

/**
 * Select from one offset to another and bring the moving end into view; with a share of
 * the height, to about there, so that what follows is in view as well.
 */
export function select(record, anchor, focus, share = null) {
  const place = (offset) => {
    const turn = record.turnAt(offset);
    return nodeAt(turn, Math.min(offset, turn.end) - turn.start);
  };
  document.getSelection().setBaseAndExtent(...place(anchor), ...place(focus));
  reveal(record.turnAt(focus).row, place(focus), share);
}

function reveal(row, [node, at], share) {
  const list = row.closest(".wb-list");
  const range = document.createRange();
  range.setStart(node, at);
  const found = range.getBoundingClientRect();
  const box = found.height ? found : row.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  const margin = 40;
  const low = share == null ? frame.bottom - margin : frame.top + 2 * share * frame.height;
  if (share != null && (box.top < frame.top + margin || box.bottom > low)) {
    list.scrollTop += box.top - frame.top - share * frame.height;
  } else if (box.top < frame.top + margin) list.scrollTop -= frame.top + margin - box.top;
  else if (box.bottom > frame.bottom - margin) {
    list.scrollTop += box.bottom - (frame.bottom - margin);
  }
}

/** The selection without blanks at its ends; null when nothing is left. */
export function trimmed(record, { start, end }) {
  const words = record.words(start, end);
  const lead = [...words].length - [...words.trimStart()].length;
  const trail = [...words].length - [...words.trimEnd()].length;
  return start + lead < end - trail ? { start: start + lead, end: end - trail } : null;
}

const inTurn = (turn, list) => list.map((unit) => turn.start + turn.text.point(unit));

/** The next end of a word after an offset, in this turn or a later one. */
export function wordEndAfter(record, offset) {
  for (let turn = record.turnAt(offset); turn; turn = record.turns[turn.index + 1]) {
    const end = inTurn(turn, wordEnds(turn.text.words)).find((each) => each > offset);
    if (end != null) return end;
  }
  return offset;
}

/** The end of the word before the one that ends here, be there a full stop or not. */
export function wordEndBefore(record, offset) {
  const start = wordStartBefore(record, offset);
  for (let turn = record.turnAt(start); turn; turn = record.turns[turn.index - 1]) {
    const ends = inTurn(turn, wordEnds(turn.text.words)).filter((each) => each < start);
    if (ends.length) return ends.at(-1);
  }
  return offset;
}

export function wordStartBefore(record, offset) {
  for (let turn = record.turnAt(offset); turn; turn = record.turns[turn.index - 1]) {
    const found = inTurn(turn, wordStarts(turn.text.words)).filter((e) => e < offset);
    if (found.length) return found.at(-1);
  }
  return offset;
}

export function wordStartAfter(record, offset) {
  for (let turn = record.turnAt(offset); turn; turn = record.turns[turn.index + 1]) {
    const found = inTurn(turn, wordStarts(turn.text.words)).find((e) => e > offset);
    if (found != null) return found;
  }
  return offset;
}

/** The sentence at the caret; with a selection, up to the end of the next sentence. */
export function sentence(record, { start, end }) {
  const isCaret = start === end;
  for (let turn = record.turnAt(end); turn; turn = record.turns[turn.index + 1]) {
    for (const [from, to] of sentences(turn.text.words)) {
      const [first, last] = inTurn(turn, [from, to]);
      if (isCaret ? last > end || last === turn.end : last > end) {
        return isCaret ? [first, last] : [start, last];
      }
    }
  }
  return [start, end];
}

/** The first sentence that begins here or after. */
export function nextSentence(record, offset) {
  for (let turn = record.turnAt(offset); turn; turn = record.turns[turn.index + 1]) {
    const found = sentences(turn.text.words)
      .map((each) => inTurn(turn, each))
      .find(([first]) => first >= offset);
    if (found) return found;
  }
  return [offset, offset];
}

/** The last sentence that begins before. */
export function sentenceBefore(record, offset) {
  for (let turn = record.turnAt(offset); turn; turn = record.turns[turn.index - 1]) {
    const found = sentences(turn.text.words)
      .map((each) => inTurn(turn, each))
      .filter(([first]) => first < offset);
    if (found.length) return found.at(-1);
  }
  return [offset, offset];
}

/** The turn at the caret; with a whole turn selected, the next one as well. */
export function wholeTurn(record, { start, end }) {
  const turn = record.turnAt(end);
  const isWhole = start <= turn.start && end === turn.end;
  const last = isWhole ? record.turns[turn.index + 1] ?? turn : turn;
  return [isWhole ? start : record.turnAt(start).start, last.end];
}
