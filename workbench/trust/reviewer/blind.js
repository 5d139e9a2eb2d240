// Blind coding: sentence by sentence, with a code of the list or one of her own.
let marked = { from: 0, to: 0 };
// While a code is being chosen: what was typed, and which of the offers is lit.
let coding = null;

function sentencesOf(card) {
  return card.transcript.turns
    .filter((turn) => turn.start < card.end && card.start < turn.end)
    .flatMap((turn) => turn.sentences.map(([start, end]) => ({ start, end, turn })))
    .filter((one) => one.start < card.end && card.start < one.end);
}
const codingsOn = (card) => work.codings.filter((one) => within(one, card));

function blindTalk(card) {
  const units = sentencesOf(card), mine = codingsOn(card);
  return [heading(card), surroundings(card, 2, 1).map((turn) => {
    if (turn.start >= card.end || turn.end <= card.start) {
      return el("div", { class: "turn notasked" }, who(turn), turn.text);
    }
    return el("div", { class: "turn" }, who(turn), turn.sentences.map(([start, end], n) => {
      const number = units.findIndex((u) => u.start === start);
      const here = number >= marked.from && number <= marked.to;
      const taken = mine.some((c) => c.start < end && start < c.end);
      return [n ? " " : "", el("span", {
        class: `sentence${here ? " here" : ""}${taken ? " taken" : ""}`,
        onclick: () => { marked = { from: number, to: number }; draw(); } },
      slice(turn.text, start - turn.start, end - turn.start))];
    }));
  })];
}
function blindSide(card) {
  const mine = codingsOn(card);
  return [coding === null ? el("div", { class: "keys" }, keyed("Enter", "Code", beginCode),
    mine.length ? keyed("Del", "Take the last code off", () => dropCode(mine.at(-1)))
      : "") : codeForm(card),
  mine.map((one) => el("div", { class: "given" },
    el("strong", {}, codeOf(one.code)?.name || one.own_code),
    codeOf(one.code) ? "" : quiet("a code of your own"),
    quiet(`“${shorten(turnText(card, one), 90)}”`),
    button("Take it off", () => dropCode(one), { class: "small" }))),
  quiet("↑ ↓ sentence · Shift with them: more sentences · Enter: code · → next place"),
  packet.codes ? el("details", {}, el("summary", {}, "The code list"),
    packet.codes.map((code) => codeText(code, false))) : ""];
}
function codeForm(card) {
  const input = el("input", { id: "code", role: "combobox", autocomplete: "off",
    "aria-expanded": "true", "aria-controls": "offers", "aria-autocomplete": "list",
    oninput: (e) => {
      coding = { typed: e.target.value, lit: e.target.value.trim() ? 0 : -1 };
      showOffers(card);
    },
    onkeydown: (e) => codeKey(e, card) });
  input.value = coding.typed;
  return el("form", { id: "coding", onsubmit: (e) => e.preventDefault() },
    el("label", { for: "code" }, packet.codes ? "Which code?" : "Your code"), input,
    el("ul", { id: "offers", role: "listbox" }, offerLines(card)),
    quiet("Type, or ↓ ↑ choose · Enter keeps · Escape leaves"));
}
// What Enter can take: of a list its codes first, else what she typed first.
function offers() {
  const typed = coding.typed.trim(), low = typed.toLowerCase();
  const known = packet.codes
    || [...new Set(work.codings.map((c) => c.own_code))].map((name) => ({ name }));
  const has = (code) => code.name.toLowerCase();
  const found = [...known.filter((code) => has(code).startsWith(low)),
    ...known.filter((code) => !has(code).startsWith(low) && has(code).includes(low))];
  const exact = known.find((code) => has(code) === low);
  const own = typed && !exact ? [{ name: typed, own: true }] : [];
  const shown = found.slice(0, 8);
  return packet.codes ? [...shown, ...own] : [...own, ...shown];
}
function offerLines(card) {
  return offers().map((code, n) => el("li", { role: "option", id: `offer-${n}`,
    "aria-selected": String(n === coding.lit), onclick: () => take(code, card) },
  code.own && packet.codes ? `A code of my own: “${code.name}”`
    : code.own ? `A new code: “${code.name}”` : code.name,
  n === coding.lit && code.definition ? quiet(code.definition) : ""));
}
function showOffers(card) {
  document.getElementById("offers").replaceChildren(...offerLines(card));
  document.getElementById("code").setAttribute("aria-activedescendant",
    `offer-${coding.lit}`);
  document.getElementById(`offer-${coding.lit}`)?.scrollIntoView({ block: "nearest" });
}
function codeKey(event, card) {
  const found = offers(), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    coding.lit = Math.min(found.length - 1, Math.max(0, coding.lit + step));
    showOffers(card);
  } else if (event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    if (found[coding.lit]) take(found[coding.lit], card);
    else tell("Type the code, or choose one with the arrows.");
  } else if (event.key === "Escape") {
    event.stopPropagation();
    coding = null;
    draw();
  }
}
// Nothing is lit before she typed or chose: two Enters in a hurry are no code.
function beginCode() {
  coding = { typed: "", lit: -1 };
  draw();
  document.getElementById("code").focus();
}
function take(code, card) {
  const units = sentencesOf(card);
  const one = { transcript: card.transcript.id, version: card.version,
    start: units[marked.from].start, end: units[marked.to].end,
    code: code.id || null, own_code: code.id ? null : code.name };
  const same = work.codings.some((c) => ["version", "start", "end", "code", "own_code"]
    .every((name) => c[name] === one[name]));
  if (!same) work.codings.push(one);
  coding = null;
  changed();
  draw();
  tell(code.id || !packet.codes ? `Coded: ${code.name}`
    : `Coded with a code of your own: ${code.name}`);
}
function turnText(card, one) {
  return card.transcript.turns.filter((t) => t.start < one.end && one.start < t.end)
    .map((t) => slice(t.text, Math.max(0, one.start - t.start), one.end - t.start))
    .join(" ");
}
function dropCode(one) {
  work.codings = work.codings.filter((c) => c !== one);
  changed();
  draw();
  tell("Taken off.");
}
function blindKey(event, card) {
  const last = sentencesOf(card).length - 1;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step) {
    return () => {
      if (event.shiftKey) {
        marked.to = Math.min(last, Math.max(marked.from, marked.to + step));
      } else {
        const to = (step < 0 ? marked.from : marked.to) + step;
        marked.from = marked.to = Math.min(last, Math.max(0, to));
      }
      draw();
      showPlace();
    };
  }
  const mine = codingsOn(card);
  const opens = /^(BUTTON|SUMMARY)$/.test(event.target.tagName);
  if (event.key === "Enter") return opens ? null : beginCode;
  if (event.key === "Delete" && mine.length) return () => dropCode(mine.at(-1));
  return null;
}
