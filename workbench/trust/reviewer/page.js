// The page itself: its parts, its keys, and how it begins.
const app = document.getElementById("app"), line = document.getElementById("said");
const digest = document.querySelector("meta[name=packet-sha256]").content;
let part = "start", silent = null;

function parts() {
  const found = [["start", "What is asked"]];
  if (cards.length) {
    found.push(["cards", isBlind() ? "Code" : isReading() ? "Read" : "Review"]);
  }
  if (!isBlind()) found.push(["themes", "Themes"]);
  found.push(["challenges", isBlind() ? "Remarks" : "Challenges"]);
  if (!isBlind() && packet.before.length) found.push(["before", "What came of it"]);
  return [...found, ["save", "Save my answers"]];
}
function draw() {
  const focused = document.activeElement?.id;
  const done = cards.filter(isDone).length;
  const views = { start, cards: cardView, themes, challenges, before, save };
  app.replaceChildren(
    el("header", {}, el("h1", {}, packet.study.title),
      quiet(`For ${packet.debriefer.name} · made on ${packet.made_on} · nothing on this `,
        "page is sent anywhere"),
      el("nav", { "aria-label": "Parts" }, parts().map(([name, label], index) =>
        el("button", { type: "button", "data-part": name,
          "aria-current": String(part === name), onclick: () => go(name) },
        el("kbd", {}, `Alt+${index + 1}`), label)))),
    el("main", { tabindex: "-1", id: "main", class: part }, views[part]()),
    el("footer", {}, quiet(cards.length ? `${done} of ${cards.length} looked at · ` : "",
      counted(work.challenges.length, "remark", "remarks"), " · ",
      isEmpty(work) ? "nothing written yet"
        : saved ? "all saved to a file" : "not yet saved to a file",
      keeps ? "" : " · this browser keeps nothing: save to a file often")));
  document.getElementById(focused || "main")?.focus({ preventScroll: true });
}
function go(name) {
  part = name;
  coding = null;
  draw();
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
  if (name === "cards") showPlace();
}
// One quiet line that screen readers speak and that never moves the page.
function tell(text) {
  line.textContent = text;
  clearTimeout(silent);
  silent = setTimeout(() => { line.textContent = ""; }, 6000);
}

function start() {
  const heavy = packet.transcripts.filter((one) => one.warning);
  return el("section", {}, el("h2", {}, "What the researcher asks you"),
    packet.questions.map((asked, index) => [
      el("label", { for: asked.id }, `${index + 1}. ${asked.text}`),
      textarea(asked.id, work.answers[asked.id] || "", (text) => {
        work.answers[asked.id] = text; changed(); })]),
    quiet("Answer now, or when you have looked at the rest."),
    el("h2", {}, "How this works"), howTo(),
    heavy.length ? [el("h2", {}, "Before you read"), heavy.map((one) =>
      el("p", { class: "warning" }, `${one.id}: ${one.warning}`))] : "",
    cards.length ? el("p", {}, button(`Begin (${counted(cards.length, "place", "places")})`,
      () => go("cards"), { class: "first" })) : "",
    el("h2", {}, "What the study asks"),
    el("ul", {}, packet.study.questions.map((text) => el("li", {}, text))),
    (packet.notes || []).length ? [el("h2", {}, "Notes that the researcher shows you"),
      packet.notes.map((note) => el("div", { class: "card" },
        quiet(note.written_on), el("p", { class: "turn" }, note.text)))] : "");
}
function howTo() {
  const lines = isBlind() ? [
    "You see talk, and nothing of how it was coded before. That is on purpose.",
    "Arrow up and down move by sentence, Shift with them takes more sentences in. Enter "
    + "begins a code: type, or choose with the arrows, and Enter keeps it. Delete takes the "
    + "last code off. Grey talk stands before and after, and is not asked about.",
    "Arrow right goes on to the next place. Leave uncoded what says nothing to you: what "
    + "you went past counts as read."]
    : isReading() ? [
      "There is no right coding here and nothing is counted. Say how you read it.",
      "The numbers 1 to 5 begin a remark on what is shown, X a challenge; Escape leaves a "
      + "text box; arrow right goes on."]
      : ["You see one place at a time, with its code. Judge it with the numbers.",
        "Arrow left and right move on, C writes a comment, X a challenge; Escape leaves a "
        + "text box. Some places bear no code: say whether that is right."];
  return [...lines, "Alt with a number opens the parts above; everything can be reached "
    + "with Tab as well. What you write is kept in this browser. When you are done, or "
    + "stop for the day, save your answers to a file (Ctrl+S); only that file goes back."]
    .map((text) => el("p", {}, text));
}

document.addEventListener("keydown", (event) => {
  if (!packet) return;
  const typing = /^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName);
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (event.altKey && digit) {
    const chosen = parts()[Number(digit[1]) - 1];
    if (chosen) { event.preventDefault(); go(chosen[0]); }
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    saveFile();
  } else if (typing) {
    if (event.key === "Escape") { event.target.blur(); draw(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && work.draft) keepDraft();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
    const act = part === "cards" ? cardKey(event)
      : part === "themes" && isReading() ? themeKey(event) : null;
    if (act) { event.preventDefault(); act(); }
  }
});
function themeKey(event) {
  const theme = themeInSight();
  if (!theme) return null;
  if (event.key.toLowerCase() === "x") return () => challengeAbout("theme", theme.id);
  const reading = READINGS.find(([number]) => number === event.key);
  return reading && (() => readIt("theme", theme.id, reading[1]));
}
function cardKey(event) {
  const card = cards[at], key = event.key, low = key.toLowerCase();
  const moves = { ArrowLeft: at - 1, PageUp: at - 1, ArrowRight: at + 1, PageDown: at + 1,
    Home: 0, End: cards.length - 1 };
  if (key in moves) return () => move(moves[key]);
  if (low === "n") return nextUndone;
  if (card.kind === "blind") return blindKey(event, card);
  const about = card.kind === "theme" ? "theme" : "segment";
  if (low === "x" && card.kind !== "stretch") return () => challengeAbout(about, card.key);
  if (isReading()) {
    const reading = READINGS.find(([number]) => number === key);
    return reading && (() => readIt(about, card.key, reading[1]));
  }
  const verdict = (card.kind === "segment" ? VERDICTS : UNCODED)
    .find(([number]) => number === key);
  if (verdict) return () => judge(card, verdict[1]);
  return low === "c" ? () => document.getElementById("comment").focus() : null;
}
addEventListener("beforeunload", (event) => { if (packet && !saved) event.preventDefault(); });

function alone(text) {
  app.replaceChildren(el("main", {}, el("p", { class: "alert", role: "alert" }, text)));
}
async function begin(text) {
  computed = await sha256(text);
  if (computed !== digest) {
    alone("This packet was changed after it was made. Ask the researcher for it again.");
    return;
  }
  packet = JSON.parse(text);
  work = await recall();
  document.title = `Debriefing: ${packet.study.title}`;
  cards = makeCards();
  const undone = cards.findIndex((card) => !isDone(card));
  at = Math.max(0, undone);
  draw();
}
function ask(given, wrong) {
  const box = el("input", { id: "phrase", type: "password", autocomplete: "off" });
  app.replaceChildren(el("main", {}, el("h1", {}, "A sealed packet for a debriefer"),
    el("form", { onsubmit: async (event) => {
      event.preventDefault();
      let text;
      try { text = await unseal(given, box.value); } catch { ask(given, true); return; }
      passphrase = box.value;
      await begin(text);
    } }, el("label", { for: "phrase" }, "Passphrase"), box,
    wrong ? el("p", { class: "alert", role: "alert" },
      "Not opened: the passphrase is another one, or the file was changed.") : "",
    el("p", {}, el("button", { class: "first" }, "Open")))));
  box.focus();
}
const sealed = document.getElementById("sealed");
if (!globalThis.crypto?.subtle) {
  alone("This browser cannot check the packet. Open the file in another one.");
} else if (sealed) ask(JSON.parse(sealed.textContent), false);
else begin(document.getElementById("packet").textContent);
