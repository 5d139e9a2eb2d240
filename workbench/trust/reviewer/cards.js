// One place or theme at a time, with what can be said of it.
let cards = [], at = 0;

const codeOf = (id) => (packet.codes || []).find((code) => code.id === id);
const transcriptOf = (id) => packet.transcripts.find((one) => one.id === id);
const byVersion = (id) => packet.transcripts.find((one) => one.version === id);
const isBlind = () => packet.way.startsWith("blind");
const isReading = () => packet.way === "readings";

function placeOf(name) {
  const [end, start, ...version] = name.split(":").reverse();
  return { version: version.reverse().join(":"), start: Number(start), end: Number(end) };
}
function makeCards() {
  const places = (kind) => packet.stretches.map((name) => {
    const where = placeOf(name);
    return { kind, key: name, ...where, transcript: byVersion(where.version) };
  }).filter((one) => one.transcript);
  if (isBlind()) return places("blind");
  const coded = packet.segments.map((one) => ({ kind: "segment", key: one.id, ...one,
    transcript: transcriptOf(one.transcript) })).filter((one) => one.transcript);
  if (isReading()) {
    return [...packet.themes.map((one) => ({ kind: "theme", key: one.id, ...one })),
      ...coded];
  }
  return [...coded, ...places("stretch")].sort((a, b) =>
    a.transcript.id < b.transcript.id ? -1
      : a.transcript.id > b.transcript.id ? 1 : a.start - b.start);
}
const within = (coding, card) => coding.version === card.version &&
  coding.start < card.end && card.start < coding.end;
function isDone(card) {
  if (card.kind === "blind") {
    return work.looked[card.key] || work.codings.some((one) => within(one, card));
  }
  if (isReading()) {
    return work.looked[card.key]
      || work.challenges.some((one) => one.about === card.key);
  }
  return Boolean(work.verdicts[card.key]?.judged);
}

function cardView() {
  const card = cards[at];
  const side = isDraftOn(card) ? draftView(work.draft)
    : card.kind === "blind" ? blindSide(card)
      : card.kind === "theme" ? readingSide(card)
        : isReading() ? [quiet("The marked words are coded as"),
          codeText(codeOf(card.code)), readingSide(card)] : verdictSide(card);
  const shown = card.kind === "blind" ? blindTalk(card)
    : card.kind === "theme" ? themeText(card) : talk(card);
  return el("section", { class: "card", "data-card": card.key,
    "aria-label": `${at + 1} of ${cards.length}` },
  el("div", { class: "row" },
    keyed("←", "Before", () => move(at - 1)), keyed("→", "Next", () => move(at + 1)),
    keyed("N", "Next not looked at", nextUndone),
    quiet(`${at + 1} of ${cards.length}`, isDone(card) ? " · looked at" : "")),
  el("div", { class: "beside" }, el("div", { class: "talk" }, shown),
    el("div", { class: "side" }, side)));
}
function move(to) {
  const next = Math.min(cards.length - 1, Math.max(0, to));
  // who goes on from a place has looked at it, whatever she says or leaves unsaid
  const goesOn = next !== at || to > at;
  if (cards[at] && goesOn && (isBlind() || isReading()) && !work.looked[cards[at].key]) {
    work.looked[cards[at].key] = true;
    changed();
  }
  if (to > cards.length - 1) { draw(); tell(atTheEnd()); return; }
  at = next;
  marked = { from: 0, to: 0 };
  coding = null;
  draw();
  scrollTo(0, 0);
  showPlace();
}
function atTheEnd() {
  const left = cards.filter((card) => !isDone(card)).length;
  return left ? `This is the last place; ${left === 1 ? "one was" : `${left} were`} not looked at: `
    + "N goes there."
    : "Every place was looked at. Alt+1 has the questions; Ctrl+S saves your answers.";
}
function nextUndone() {
  if (isBlind() || isReading()) { work.looked[cards[at].key] = true; changed(); }
  const order = [...cards.keys()].slice(at + 1).concat([...cards.keys()].slice(0, at + 1));
  const found = order.find((index) => !isDone(cards[index]));
  if (found === undefined) { draw(); tell(atTheEnd()); return; }
  move(found);
}
// The words in question are on the screen, however long the turn before them is.
function showPlace() {
  const place = app.querySelector(".sentence.here, mark");
  if (!place) return;
  const { top, bottom } = place.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) place.scrollIntoView({ block: "center" });
}

function surroundings(card, before, after) {
  const turns = card.transcript.turns;
  const first = turns.findIndex((t) => t.start < card.end && card.start < t.end);
  let last = first;
  while (last + 1 < turns.length && turns[last + 1].start < card.end) last += 1;
  return turns.slice(Math.max(0, first - before), last + after + 1);
}
const heading = (card) => [quiet([card.transcript.id, card.transcript.group]
  .filter(Boolean).join(" · ")), card.transcript.warning
  ? el("p", { class: "warning" }, `Before you read: ${card.transcript.warning}`) : ""];
const who = (turn) => el("span", { class: "who" }, turn.who);
function talk(card) {
  return [heading(card), surroundings(card, 3, 3).map((turn) => {
    const inside = turn.start < card.end && card.start < turn.end;
    const from = Math.max(0, card.start - turn.start);
    const to = Math.min(turn.end, card.end) - turn.start;
    return el("div", { class: inside ? "turn" : "turn notasked" }, who(turn), inside
      ? [slice(turn.text, 0, from), el("mark", {}, slice(turn.text, from, to)),
        slice(turn.text, to)] : turn.text);
  })];
}
function codeText(code, canChallenge = true) {
  if (!code) return el("h3", {}, "A code that is not in the packet");
  return el("div", {}, el("h3", {}, code.name),
    code.definition ? el("p", {}, code.definition) : quiet("No definition is written."),
    code.include ? quiet(`Takes in: ${code.include}`) : "",
    code.exclude ? quiet(`Leaves out: ${code.exclude}`) : "",
    canChallenge && !isBlind() ? el("p", {}, button("Challenge the code itself",
      () => challengeAbout("code", code.id), { class: "small" })) : "");
}

// ---- verdicts, in codebook and coding-reliability studies
function verdictSide(card) {
  const given = work.verdicts[card.key] || {};
  const choices = card.kind === "segment" ? VERDICTS : UNCODED;
  return [card.kind === "segment" ? codeText(codeOf(card.code))
    : el("h3", {}, "No code here: is that right?"),
  el("div", { class: "keys" }, choices.map(([key, name, label]) =>
    keyed(key, label, () => judge(card, name), given.judged === name))),
  NEEDS_CODE.includes(given.judged) ? [el("label", { for: "other" }, "Which code?"),
    choice("other", [["", "One that is not in the list (say it in the comment)"],
      ...packet.codes.map((code) => [code.id, code.name])], given.code || "",
    (code) => { work.verdicts[card.key].code = code || null; changed(); })] : "",
  el("label", { for: "comment" }, el("kbd", {}, "C"), "Comment"),
  textarea("comment", given.comment || "", (text) => {
    work.verdicts[card.key] = { ...work.verdicts[card.key], comment: text };
    changed(); }, 2),
  given.comment && !given.judged ? quiet("The comment goes along once you judged.") : "",
  card.kind === "segment" ? el("p", {}, keyed("X", "Challenge this", () =>
    challengeAbout("segment", card.key))) : ""];
}
function judge(card, name) {
  const before = work.verdicts[card.key] || {};
  work.verdicts[card.key] = { ...before, judged: name,
    code: NEEDS_CODE.includes(name) ? before.code || null : null };
  changed();
  draw();
  if (NEEDS_CODE.includes(name)) document.getElementById("other").focus();
}

// ---- readings, in reflexive studies
function readingSide(card) {
  const about = card.kind === "theme" ? "theme" : "segment";
  const given = work.challenges.filter((one) => one.about === card.key);
  return [el("div", { class: "keys" }, READINGS.map(([key, name, label]) =>
    keyed(key, label, () => readIt(about, card.key, name),
      given.some((one) => one.kind === name))),
  keyed("X", "Challenge this", () => challengeAbout(about, card.key))),
  given.map((one) => remark(one, false))];
}
function readIt(about_kind, about, kind) {
  let one = work.challenges.find((c) => c.about === about && c.kind === kind);
  if (!one) {
    one = { id: newId(), about_kind, about, kind, severity: null, text: "" };
    work.challenges.push(one);
    changed();
  }
  draw();
  document.getElementById(`text-${one.id}`)?.focus();
}
