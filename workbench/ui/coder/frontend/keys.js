// Every key of the pane: what it does, in words, and the doing. One table, so that the
// list of keys on the screen can never say something else than the keys do.

export const KEYS = [
  ["Moving", [
    ["j", "next turn", (p) => p.walkTurns(1)],
    ["k", "turn before", (p) => p.walkTurns(-1)],
    ["]", "next coded segment", (p) => p.walkMarks(1, (m) => !m.ghost)],
    ["[", "coded segment before", (p) => p.walkMarks(-1, (m) => !m.ghost)],
    ["g", "next suggestion", (p) => p.walkMarks(1, (m) => m.ghost)],
    ["G", "suggestion before", (p) => p.walkMarks(-1, (m) => m.ghost)],
    ["o", "another segment at this place", (p) => p.cycle()],
  ]],
  ["Selecting", [
    ["w", "a word more", (p) => p.selectWord(1)],
    ["W", "a word less", (p) => p.selectWord(-1)],
    ["s", "the sentence, then the next", (p) => p.selectSentence()],
    ["S", "the next sentence instead", (p) => p.selectNextSentence()],
    ["b", "the sentence before instead", (p) => p.selectSentenceBefore()],
    ["t", "the turn, then the next", (p) => p.selectTurn()],
  ]],
  ["Coding", [
    ["c", "choose or make a code", (p) => p.pick(), "code"],
    ["Enter", "the same", (p) => p.pick(), "code"],
    ["1\u20139", "a recent code", null, "code"],
    [".", "the last code again", (p) => p.repeat(), "code"],
    ["v", "a code in the speaker's words", (p) => p.inVivo(), "code"],
  ]],
  ["On a coded segment", [
    ["y", "it still holds, if its words were corrected", null, "code"],
    ["r", "another code", (p) => p.recode(), "code"],
    ["x", "take the code off", (p) => p.uncode(), "code"],
    ["p", "polarity: present, absent, \u2026", (p) => p.turnPolarity(), "code"],
    ["a", "whose alliance it is about", (p) => p.turnTarget(), "code"],
    ["m", "write a memo", (p) => p.writeMemo(), "code"],
    [">", "end a word later", (p) => p.resize(0, 1), "code"],
    ["<", "end a word earlier", (p) => p.resize(0, -1), "code"],
    ["}", "begin a word later", (p) => p.resize(1, 0), "code"],
    ["{", "begin a word earlier", (p) => p.resize(-1, 0), "code"],
    ["=", "just what is selected", (p) => p.fitToSelection(), "code"],
  ]],
  ["On a suggestion", [
    ["y", "accept", (p) => p.yes(), "code"],
    ["e", "accept with another code or stretch", (p) => p.editSuggestion(), "code"],
    ["n", "reject", (p) => p.answer("rejected"), "code"],
    ["l", "later", (p) => p.answer("deferred"), "code"],
    ["h", "why is it here?", (p) => p.explain()],
  ]],
  ["The work", [
    ["z", "undo", (p) => p.undo("undo"), "code"],
    ["Z", "redo", (p) => p.undo("redo"), "code"],
    ["u", "only what is not coded", (p) => p.toggle("uncoded")],
    ["d", "dim the interviewer", (p) => p.toggle("dim")],
    ["f", "filters", (p) => p.filters.focus()],
    ["Esc", "let go", (p) => p.letGo()],
    ["?", "these keys", (p) => p.help.toggle()],
  ]],
];

const RUN = new Map(
  KEYS.flatMap(([, rows]) => rows)
    .filter(([, , run]) => run)
    .map(([key, , run, needs]) => [key === "Esc" ? "Escape" : key, { run, needs }]),
);

/** Do what a key says; true where the key was the pane's. */
export function obeyKey(event, pane) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && event.key.toLowerCase() === "z") {
    pane.may && pane.undo(event.shiftKey ? "redo" : "undo");
    return true;
  }
  if (command && event.key.toLowerCase() === "y") {
    pane.may && pane.undo("redo");
    return true;
  }
  if (!plain) return false;
  if (event.key === "Escape") {
    pane.letGo();
    return true;
  }
  if (!pane.keysOn) return event.key === "?" ? (pane.help.toggle(), true) : false;
  if (/^[1-9]$/.test(event.key)) {
    if (pane.may) pane.codeRecent(Number(event.key));
    return true;
  }
  const found = RUN.get(event.key);
  if (!found) return event.key.length === 1;
  if (found.needs && !pane.may) pane.say("Reading only: codes are not changed here.");
  else found.run(pane);
  return true;
}
