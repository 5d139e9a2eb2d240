"use strict";
// A debriefer's page: the packet is in the file, and nothing leaves it but the file that
// she saves herself. Offsets count code points, as the study's do.
(() => {
  const VERDICTS = [
    ["1", "agree", "Agree"], ["2", "unsure", "Unsure"], ["3", "other-code", "Other code"],
    ["4", "boundary", "Boundary"], ["5", "should-not-be-coded", "Should not be coded"]];
  const UNCODED = [
    ["1", "rightly-not-coded", "Rightly not coded"],
    ["2", "should-be-coded", "Should be coded"], ["3", "unsure", "Unsure"]];
  const READINGS = [
    ["1", "read-differently", "I read it differently"], ["2", "say-more", "Say more"],
    ["3", "what-about", "What about …"], ["4", "troubles-me", "This troubles me"],
    ["5", "rings-true", "Rings true"]];
  const CHALLENGES = [
    ["thin-evidence", "Evidence is thin"], ["overclaim", "Claims too much"],
    ["alternative-reading", "Another reading"], ["boundary-blur", "Boundary is blurred"],
    ["topic-not-theme", "A topic, no theme"],
    ["negative-case-ignored", "A contrary case is left out"],
    ["group-conflated", "Groups are lumped together"], ["theory-forced", "Theory is forced"],
    ["assumption-unowned", "An assumption is not owned"], ["wording", "Wording"],
    ["ethics", "Ethics"], ["remark", "None of these"]];
  const SEVERITIES = [["", "Not said"], ["minor", "Minor"], ["matters", "Matters"],
    ["blocks", "Blocks"]];
  const ANSWERED = { open: "not answered yet", accept: "accepted", "in-part":
    "accepted in part", keep: "kept as it is, with a reason", park: "parked" };
  const app = document.getElementById("app");
  const digest = document.querySelector("meta[name=packet-sha256]").content;
  let packet, passphrase = null, computed = "", work, part = "start", at = 0;
  let marked = null, saved = true, cards = [], said = "";

  const bytes = (text) => new TextEncoder().encode(text);
  const b64 = (data) => {
    let out = "";
    for (const byte of new Uint8Array(data)) out += String.fromCharCode(byte);
    return btoa(out);
  };
  const unb64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const hex = (data) => [...new Uint8Array(data)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (text) => hex(await crypto.subtle.digest("SHA-256", bytes(text)));
  const slice = (text, from, to) => [...text].slice(from, to).join("");

  async function keyOf(phrase, salt, rounds) {
    const raw = await crypto.subtle.importKey("raw", bytes(phrase), "PBKDF2", false,
      ["deriveKey"]);
    return crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, raw,
      { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function unseal(given, phrase) {
    const key = await keyOf(phrase, unb64(given.salt), given.rounds);
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: unb64(given.nonce) }, key, unb64(given.data));
    return new TextDecoder().decode(plain);
  }
  async function seal(text, phrase) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const rounds = 600000;
    const key = await keyOf(phrase, salt, rounds);
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key,
      bytes(text));
    return { sealed: "AES-256-GCM, PBKDF2-HMAC-SHA256", rounds, salt: b64(salt),
      nonce: b64(nonce), data: b64(data) };
  }

  // Everything that people wrote goes in as text, never as markup.
  function el(name, given = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (key === "class") made.className = value;
      else if (value !== null && value !== false) made.setAttribute(key, value);
    }
    for (const each of inside.flat(9)) {
      if (each !== null && each !== undefined && each !== "") made.append(each);
    }
    return made;
  }
  const quiet = (...text) => el("p", { class: "quiet" }, ...text);
  const keyed = (key, label, onclick, pressed) => el("button",
    { type: "button", onclick, "aria-pressed": String(Boolean(pressed)) },
    el("kbd", {}, key), label);

  // ---- the work, kept in this browser until it is saved
  const fresh = () => ({ answers: {}, verdicts: {}, codings: [], challenges: [],
    outcomes: {} });
  const place = () => `workbench-debriefing-${packet.packet}`;
  let waiting = null;
  function changed() {
    saved = false;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 800);
  }
  async function keep() {
    const text = JSON.stringify(work);
    try {
      const kept = passphrase === null ? text
        : JSON.stringify(await seal(text, passphrase));
      localStorage.setItem(place(), kept);
    } catch { /* a browser that keeps nothing: the page says to save often */ }
  }
  async function recall() {
    try {
      const kept = localStorage.getItem(place());
      if (!kept) return fresh();
      const text = passphrase === null ? kept : await unseal(JSON.parse(kept), passphrase);
      return { ...fresh(), ...JSON.parse(text) };
    } catch { return fresh(); }
  }

  // ---- finding things in the packet
  const codeOf = (id) => (packet.codes || []).find((code) => code.id === id);
  const transcriptOf = (id) => packet.transcripts.find((one) => one.id === id);
  const byVersion = (id) => packet.transcripts.find((one) => one.version === id);
  function placeOf(name) {
    const [end, start, ...version] = name.split(":").reverse();
    return { version: version.reverse().join(":"), start: Number(start), end: Number(end) };
  }
  function makeCards() {
    if (packet.way.startsWith("blind")) {
      return packet.stretches.map((name) => {
        const where = placeOf(name);
        return { kind: "blind", key: name, ...where, transcript: byVersion(where.version) };
      });
    }
    const coded = packet.segments.map((one) => ({ kind: "segment", key: one.id, ...one,
      transcript: transcriptOf(one.transcript) }));
    if (packet.way === "readings") {
      const themes = packet.themes.map((one) => ({ kind: "theme", key: one.id, ...one }));
      return [...themes, ...coded];
    }
    const bare = packet.stretches.map((name) => {
      const where = placeOf(name);
      return { kind: "stretch", key: name, ...where, transcript: byVersion(where.version) };
    });
    const all = [...coded, ...bare].filter((one) => one.transcript);
    return all.sort((a, b) => a.transcript.id < b.transcript.id ? -1
      : a.transcript.id > b.transcript.id ? 1 : a.start - b.start);
  }

  // ---- the parts of the page
  function parts() {
    const blind = packet.way.startsWith("blind");
    const found = [["start", "What is asked"]];
    if (cards.length) {
      found.push(["cards", blind ? "Code" : packet.way === "readings" ? "Read" : "Review"]);
    }
    if (!blind) {
      found.push(["themes", "Themes"], ["challenges", "Challenges"]);
      if (packet.before.length) found.push(["before", "What came of it"]);
    } else found.push(["challenges", "Remarks"]);
    found.push(["save", "Save my answers"]);
    return found;
  }
  function isDone(card) {
    if (card.kind === "blind") {
      return card.looked || work.codings.some((one) => within(one, card));
    }
    if (packet.way === "readings") {
      return work.challenges.some((one) => one.about === card.key);
    }
    return Boolean(work.verdicts[card.key]);
  }
  const within = (coding, card) => coding.version === card.version &&
    coding.start < card.end && card.start < coding.end;

  function draw() {
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
      el("main", {}, said ? el("p", { role: "status" }, said) : "", views[part]()),
      el("footer", {}, quiet(cards.length ? `${done} of ${cards.length} looked at · ` : "",
        `${work.challenges.length} remarks · `,
        saved ? "all saved or nothing to save" : "not yet saved to a file")));
    said = "";
  }
  function go(name) { part = name; draw(); app.querySelector("main").focus?.(); }

  function start() {
    return el("section", {}, el("h2", {}, "What the researcher asks you"),
      packet.questions.map((asked, index) => [
        el("label", { for: asked.id }, `${index + 1}. ${asked.text}`),
        textarea(asked.id, work.answers[asked.id] || "", (text) => {
          work.answers[asked.id] = text; changed(); })]),
      el("h2", {}, "What the study asks"),
      el("ul", {}, packet.study.questions.map((text) => el("li", {}, text))),
      el("h2", {}, "How this works"), howTo(),
      (packet.notes || []).length ? [el("h2", {}, "Notes that the researcher shows you"),
        packet.notes.map((note) => el("div", { class: "card" },
          quiet(note.written_on), el("p", { class: "turn" }, note.text)))] : "",
      cards.length ? el("p", {}, el("button", { type: "button", class: "first",
        onclick: () => go("cards") }, "Begin")) : "");
  }
  function textarea(id, value, oninput, rows = 3) {
    const box = el("textarea", { id, rows, oninput: (e) => oninput(e.target.value) });
    box.value = value;
    return box;
  }
  function howTo() {
    const lines = packet.way.startsWith("blind") ? [
      "You see talk, and nothing of how it was coded before. That is on purpose.",
      "Arrow up and down move by sentence, Shift with them takes more sentences in. Enter " +
      "begins a code: type its name, Enter again keeps it. Delete takes the last code off.",
      "Page down goes on to the next stretch. Leave uncoded what says nothing to you."]
      : packet.way === "readings" ? [
        "There is no right coding here and nothing is counted. Say how you read it.",
        "The numbers 1 to 5 begin a remark on what is shown; Escape leaves the text box; " +
        "arrow left and right move on."]
      : ["You see one place at a time, with its code. Judge it with the numbers.",
        "Arrow left and right move on, C writes a comment, X a challenge; Escape leaves a " +
        "text box. Some places bear no code: say whether that is right."];
    return [...lines, "What you write is kept in this browser. When you are done, or stop " +
      "for the day, save your answers to a file; only that file goes back."]
      .map((text) => el("p", {}, text));
  }

  function talk(card) {
    const around = 3, turns = card.transcript.turns;
    const hit = turns.findIndex((t) => t.start < card.end && card.start < t.end);
    let last = hit;
    while (last + 1 < turns.length && turns[last + 1].start < card.end) last += 1;
    const shown = turns.slice(Math.max(0, hit - around), last + around + 1);
    return el("div", {}, quiet(card.transcript.id,
      card.transcript.group ? ` · ${card.transcript.group}` : ""), shown.map((turn) => {
      const inside = turn.start < card.end && card.start < turn.end;
      const from = Math.max(0, card.start - turn.start);
      const to = Math.min(turn.end, card.end) - turn.start;
      return el("div", { class: inside ? "turn" : "turn notasked" },
        el("span", { class: "who" }, turn.who), inside ? [slice(turn.text, 0, from),
          el("mark", {}, slice(turn.text, from, to)), slice(turn.text, to)] : turn.text);
    }));
  }
  function codeText(code) {
    return el("div", {}, el("h3", {}, code.name),
      code.definition ? el("p", {}, code.definition) : quiet("No definition is written."),
      code.include ? quiet(`Takes in: ${code.include}`) : "",
      code.exclude ? quiet(`Leaves out: ${code.exclude}`) : "");
  }
  function cardView() {
    const card = cards[at];
    const body = card.kind === "blind" ? blindView(card)
      : card.kind === "theme" ? themeView(card) : [talk(card),
        card.kind === "segment" ? codeText(codeOf(card.code) || { name: card.code })
          : el("h3", {}, "No code here"),
        packet.way === "readings" ? readingKeys(card) : verdictKeys(card)];
    return el("section", { class: "card", "data-card": card.key },
      el("div", { class: "row" },
        keyed("←", "Before", () => move(-1)), keyed("→", "Next", () => move(1)),
        quiet(`${at + 1} of ${cards.length}`)), body);
  }
  function move(by) {
    const card = cards[at];
    if (card && card.kind === "blind") card.looked = true;
    at = Math.min(cards.length - 1, Math.max(0, at + by));
    marked = null;
    draw();
  }
  function verdictKeys(card) {
    const given = work.verdicts[card.key] || {};
    const choices = card.kind === "segment" ? VERDICTS : UNCODED;
    const wantsCode = ["other-code", "should-be-coded"].includes(given.judged);
    return el("div", {}, el("div", { class: "keys" }, choices.map(([key, name, label]) =>
      keyed(key, label, () => judge(card, name), given.judged === name))),
    wantsCode ? [el("label", { for: "other" }, "Which code?"), codeChoice(given)] : "",
    el("label", { for: "comment" }, "Comment (C)"),
    textarea("comment", given.comment || "", (text) => {
      work.verdicts[card.key] = { ...(work.verdicts[card.key] || { judged: "unsure" }),
        comment: text };
      changed(); }, 2),
    card.kind === "segment" ? el("p", {}, keyed("X", "Challenge this", () =>
      challengeAbout("segment", card.key))) : "");
  }
  function codeChoice(given) {
    const box = el("select", { id: "other", onchange: (e) => {
      given.code = e.target.value || null; changed(); } },
    el("option", { value: "" }, "A code that is not in the list (say so in the comment)"),
    packet.codes.map((code) => el("option", { value: code.id }, code.name)));
    box.value = given.code || "";
    return box;
  }
  function judge(card, name) {
    const before = work.verdicts[card.key] || {};
    work.verdicts[card.key] = { ...before, judged: name };
    if (!["other-code", "should-be-coded"].includes(name)) {
      delete work.verdicts[card.key].code;
    }
    changed();
    draw();
    if (["other-code", "should-be-coded"].includes(name)) {
      document.getElementById("other").focus();
    }
  }

  function readingKeys(card) {
    const about = card.kind === "theme" ? "theme" : "segment";
    const given = work.challenges.filter((one) => one.about === card.key);
    return el("div", {}, el("div", { class: "keys" }, READINGS.map(([key, name, label]) =>
      keyed(key, label, () => readIt(about, card.key, name),
        given.some((one) => one.kind === name)))), given.map(remark));
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
  const newId = () => hex(crypto.getRandomValues(new Uint8Array(6)));
  function remark(one) {
    const label = [...READINGS.map((r) => r.slice(1)), ...CHALLENGES]
      .find(([name]) => name === one.kind)[1];
    return el("div", { class: "given" },
      el("label", { for: `text-${one.id}` }, `${label}: ${nameOf(one)}`),
      textarea(`text-${one.id}`, one.text, (text) => { one.text = text; changed(); }),
      el("button", { type: "button", onclick: () => {
        work.challenges = work.challenges.filter((c) => c !== one); changed(); draw();
      } }, "Take this back"));
  }
  function nameOf(one) {
    const fixed = { map: "the map of themes", missing: "something that is missing" };
    if (fixed[one.about_kind]) return fixed[one.about_kind];
    const lists = { theme: packet.themes, code: packet.codes, question: packet.questions,
      mapping: packet.mappings, segment: packet.segments };
    const found = (lists[one.about_kind] || []).find((row) => row.id === one.about);
    if (!found) return one.about_kind;
    if (one.about_kind === "segment") {
      return `“${words(found)}” (${codeOf(found.code)?.name || ""})`;
    }
    if (one.about_kind === "mapping") {
      return `${found.framework}, ${found.dimension}: ` +
        (packet.themes.find((t) => t.id === found.theme)?.name || "");
    }
    return found.name || found.text;
  }
  function words(segment) {
    const turns = transcriptOf(segment.transcript)?.turns || [];
    const told = turns.filter((t) => t.start < segment.end && segment.start < t.end)
      .map((t) => slice(t.text, Math.max(0, segment.start - t.start),
        segment.end - t.start)).join(" … ");
    return told.length > 120 ? `${slice(told, 0, 120)}…` : told;
  }

  function themeView(theme) {
    const extracts = packet.segments.filter((one) => theme.codes.includes(one.code));
    return [el("h2", {}, theme.name), quiet(`Theme · ${theme.state}`),
      theme.central_concept ? el("p", {}, theme.central_concept)
        : quiet("No central organising concept is written yet."),
      theme.definition ? el("p", {}, theme.definition) : "",
      theme.is_not ? quiet(`It is not: ${theme.is_not}`) : "",
      el("details", {}, el("summary", {}, `Codes and extracts (${extracts.length})`),
        theme.codes.map((id) => codeOf(id)).filter(Boolean).map((code) => [codeText(code),
          extracts.filter((one) => one.code === code.id).map((one) =>
            el("p", { class: "turn" }, `“${words(one)}” ${one.transcript}`))])),
      readingKeysOrChallenge(theme)];
  }
  const readingKeysOrChallenge = (theme) => packet.way === "readings"
    ? readingKeys({ ...theme, kind: "theme", key: theme.id })
    : el("p", {}, el("button", { type: "button", onclick: () =>
      challengeAbout("theme", theme.id) }, "Challenge this theme"));
  function themes() {
    return el("section", {}, el("h2", {}, "Themes"),
      packet.themes.length ? packet.themes.map((theme) =>
        el("div", { class: "card" }, themeView(theme))) : quiet("There are none yet."),
      packet.lines.length ? [el("h2", {}, "How they bear on each other"),
        el("ul", {}, packet.lines.map((line) => el("li", {}, [line.from, line.says || "→",
          line.to].map((id) => packet.themes.find((t) => t.id === id)?.name || id)
          .join(" ")))),
        el("button", { type: "button", onclick: () => challengeAbout("map", null) },
          "Challenge the map")] : "",
      packet.mappings.length ? [el("h2", {}, "How they relate to theory"),
        packet.mappings.map((row) => el("div", { class: "card" },
          el("h3", {}, nameOf({ about_kind: "mapping", about: row.id })),
          el("p", {}, [row.relation, row.polarity, row.target].filter(Boolean)
            .join(" · ")),
          row.rationale ? el("p", {}, row.rationale) : quiet("No argument is written."),
          el("button", { type: "button", onclick: () =>
            challengeAbout("mapping", row.id) }, "Challenge this")))] : "");
  }

  let draft = null;
  function challengeAbout(about_kind, about) {
    draft = { id: newId(), about_kind, about, kind: "alternative-reading",
      severity: null, text: "" };
    go("challenges");
    document.getElementById("draft-text").focus();
  }
  function challenges() {
    const blind = packet.way.startsWith("blind");
    return el("section", {}, draft ? draftView() : el("p", {},
      el("button", { type: "button", class: "first", onclick: () =>
        challengeAbout("missing", null) },
      blind ? "Add a remark" : "Something is missing here"), " ",
      blind ? "" : el("button", { type: "button", onclick: () =>
        challengeAbout("map", null) }, "On the whole of the themes")),
    work.challenges.length ? work.challenges.map(remark)
      : quiet("Nothing yet. On a place or a theme, begin one with X or its button."));
  }
  function draftView() {
    const kind = el("select", { id: "draft-kind", onchange: (e) => {
      draft.kind = e.target.value; } },
    CHALLENGES.map(([name, label]) => el("option", { value: name }, label)));
    kind.value = draft.kind;
    const severity = el("select", { id: "draft-severity", onchange: (e) => {
      draft.severity = e.target.value || null; } },
    SEVERITIES.map(([name, label]) => el("option", { value: name }, label)));
    severity.value = draft.severity || "";
    return el("form", { class: "card", onsubmit: (e) => { e.preventDefault(); keepDraft(); } },
      el("h2", {}, `About ${nameOf(draft)}`),
      el("label", { for: "draft-kind" }, "What kind of challenge?"), kind,
      el("label", { for: "draft-text" }, "In your words"),
      textarea("draft-text", draft.text, (text) => { draft.text = text; }, 4),
      el("label", { for: "draft-severity" }, "How much does it matter?"), severity,
      el("p", {}, keyed("Ctrl+Enter", "Keep", keepDraft), " ",
        el("button", { type: "button", onclick: () => { draft = null; draw(); } },
          "Leave it")));
  }
  function keepDraft() {
    if (!draft.text.trim()) {
      said = "Say it in a sentence first.";
      draw();
      document.getElementById("draft-text").focus();
      return;
    }
    work.challenges.push(draft);
    const back = draft.about_kind === "segment";
    draft = null;
    changed();
    said = "Kept.";
    go(back ? "cards" : "challenges");
  }

  function before() {
    return el("section", {}, el("h2", {}, "What came of what you said before"),
      packet.before.map((one) => {
        const given = work.outcomes[one.id] || {};
        return el("div", { class: "card" }, el("p", {}, one.text),
          quiet(`${ANSWERED[one.state] || one.state} · ${one.changes} changes linked`),
          one.answers.map((a) => el("div", { class: "given" }, quiet(a.on),
            el("p", {}, a.text || ANSWERED[a.answer]))),
          one.outcome ? quiet(`You said before: ${one.outcome}`) : "",
          one.state === "open" ? "" : [el("div", { class: "keys" },
            [["agreed", "I agree with this"], ["dissent", "I still disagree"]].map(
              ([name, label]) => el("button", { type: "button",
                "aria-pressed": String(given.judged === name), onclick: () => {
                  work.outcomes[one.id] = { ...given, judged: name }; changed(); draw();
                } }, label))),
          given.judged ? textarea(`out-${one.id}`, given.text || "", (text) => {
            work.outcomes[one.id] = { ...work.outcomes[one.id], text }; changed(); }, 2)
            : ""]);
      }));
  }

  // ---- blind coding by sentence
  function sentencesOf(card) {
    return card.transcript.turns
      .filter((turn) => turn.start < card.end && card.start < turn.end)
      .flatMap((turn) => turn.sentences.map(([start, end]) => ({ start, end, turn })))
      .filter((one) => one.start < card.end && card.start < one.end);
  }
  function blindView(card) {
    const units = sentencesOf(card);
    if (marked === null) marked = { from: 0, to: 0 };
    const turns = card.transcript.turns;
    const hit = turns.findIndex((t) => t.start < card.end && card.start < t.end);
    const shown = turns.slice(Math.max(0, hit - 2), hit + 2);
    const mine = work.codings.filter((one) => within(one, card));
    return [quiet(card.transcript.id,
      card.transcript.group ? ` · ${card.transcript.group}` : ""),
    shown.map((turn) => turn.start >= card.end || turn.end <= card.start
      ? el("div", { class: "turn notasked" }, el("span", { class: "who" }, turn.who),
        turn.text)
      : el("div", { class: "turn" }, el("span", { class: "who" }, turn.who),
        turn.sentences.map(([start, end], index) => {
          const number = units.findIndex((u) => u.start === start);
          const here = number >= marked.from && number <= marked.to;
          const taken = mine.some((c) => c.start < end && start < c.end);
          return [index ? " " : "", el("span", {
            class: `sentence${here ? " here" : ""}${taken ? " taken" : ""}`,
            onclick: () => { marked = { from: number, to: number }; draw(); } },
          slice(turn.text, start - turn.start, end - turn.start))];
        }))),
    el("div", { class: "row" }, keyed("Enter", "Code", beginCode),
      keyed("Del", "Take the last code off", () => dropCode(card))),
    el("form", { id: "coding", hidden: "", onsubmit: (e) => { e.preventDefault();
      keepCode(card, units); } },
    el("label", { for: "code" }, packet.codes ? "Code (of the list)" : "Code (your own)"),
    el("input", { id: "code", list: "codes", autocomplete: "off" }),
    el("datalist", { id: "codes" }, (packet.codes
      || [...new Set(work.codings.map((c) => c.own_code))].map((name) => ({ name })))
      .map((code) => el("option", { value: code.name })))),
    mine.map((one) => quiet(`${codeOf(one.code)?.name || one.own_code}: “`,
      slice(turnText(card, one), 0, 90), "”")),
    packet.codes ? el("details", {}, el("summary", {}, "The code list"),
      packet.codes.map(codeText)) : ""];
  }
  function turnText(card, one) {
    return card.transcript.turns.filter((t) => t.start < one.end && one.start < t.end)
      .map((t) => slice(t.text, Math.max(0, one.start - t.start), one.end - t.start))
      .join(" ");
  }
  function beginCode() {
    const form = document.getElementById("coding");
    form.hidden = false;
    document.getElementById("code").focus();
  }
  function keepCode(card, units) {
    const typed = document.getElementById("code").value.trim();
    if (!typed) return;
    const known = (packet.codes || []).filter((code) =>
      code.name.toLowerCase().startsWith(typed.toLowerCase()));
    const exact = known.find((c) => c.name.toLowerCase() === typed.toLowerCase());
    const code = packet.codes ? exact || (known.length === 1 ? known[0] : null) : null;
    const one = { transcript: card.transcript.id, version: card.version,
      start: units[marked.from].start, end: units[marked.to].end,
      code: code ? code.id : null, own_code: code ? null : typed };
    const same = work.codings.some((c) => c.version === one.version &&
      c.start === one.start && c.end === one.end && c.code === one.code &&
      c.own_code === one.own_code);
    if (!same) work.codings.push(one);
    said = code || !packet.codes ? "Coded." : "Coded with a code of your own.";
    changed();
    draw();
  }
  function dropCode(card) {
    const last = work.codings.findLastIndex((one) => within(one, card));
    if (last < 0) return;
    work.codings.splice(last, 1);
    changed();
    draw();
  }

  // ---- handing back
  function content() {
    const verdicts = Object.entries(work.verdicts).map(([key, given]) => ({
      ...(key.includes(":") ? { stretch: key } : { segment: key }),
      judged: given.judged, code: given.code || null, comment: given.comment || null }));
    return { packet: packet.packet, session: packet.session, project: packet.project,
      digest: computed, debriefer: packet.debriefer.id,
      saved_on: new Date().toISOString().slice(0, 10),
      answers: Object.entries(work.answers).filter(([, text]) => text.trim())
        .map(([question, text]) => ({ question, text })),
      verdicts, codings: work.codings,
      challenges: work.challenges.filter((one) => one.text.trim()
        || one.kind === "rings-true"),
      outcomes: Object.entries(work.outcomes).map(([challenge, given]) => ({ challenge,
        judged: given.judged, text: given.text || null })) };
  }
  async function fileText() {
    const text = JSON.stringify(content());
    const outer = { format: "workbench debriefing answers", version: 1, content: text,
      sha256: await sha256(text) };
    if (passphrase === null) return JSON.stringify(outer);
    return JSON.stringify({ format: outer.format, version: 1,
      seal: await seal(JSON.stringify(outer), passphrase) });
  }
  function save() {
    const empty = work.challenges.filter((one) => !one.text.trim()
      && one.kind !== "rings-true").length;
    const done = cards.filter(isDone).length;
    return el("section", { class: "card" }, el("h2", {}, "Save my answers"),
      el("p", {}, `${Object.values(work.answers).filter((t) => t.trim()).length} of `,
        `${packet.questions.length} questions answered; ${done} of ${cards.length} `,
        "places looked at."),
      empty ? el("p", {}, `${empty} remarks without a word are left out.`) : "",
      el("p", {}, "The file goes to your downloads. Send it back in the way you agreed. ",
        passphrase === null ? "It is not sealed: it holds what people said in confidence."
          : "It is sealed with the passphrase of the packet."),
      el("p", {}, el("button", { type: "button", class: "first", id: "save",
        onclick: saveFile }, "Save the file")),
      quiet("To begin anew, or when the researcher has your file: ",
        el("button", { type: "button", onclick: forget }, "Forget my work here")));
  }
  async function saveFile() {
    const text = await fileText();
    const link = el("a", { download: `answers ${packet.session} ${
      new Date().toISOString().slice(0, 10)}.json`,
    href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    saved = true;
    said = "Saved. Look in your downloads.";
    draw();
  }
  function forget() {
    if (!confirm("Everything you wrote on this page is gone then. Forget it?")) return;
    try { localStorage.removeItem(place()); } catch { /* nothing was kept */ }
    work = fresh();
    saved = true;
    go("start");
  }

  // ---- keys
  document.addEventListener("keydown", (event) => {
    if (!packet) return;
    const typing = /^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName);
    if (event.altKey && /^[1-9]$/.test(event.key)) {
      const chosen = parts()[Number(event.key) - 1];
      if (chosen) { event.preventDefault(); go(chosen[0]); }
      return;
    }
    if (typing) {
      if (event.key === "Escape") { event.target.blur(); draw(); }
      if (event.key === "Enter" && event.ctrlKey && draft) keepDraft();
      return;
    }
    if (part !== "cards" || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = cardKey(event);
    if (act) { event.preventDefault(); act(); }
  });
  function cardKey(event) {
    const card = cards[at], key = event.key;
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };
    if (key in moves) return () => move(moves[key]);
    if (card.kind === "blind") return blindKey(event, card);
    if (packet.way === "readings") {
      const reading = READINGS.find(([number]) => number === key);
      const about = card.kind === "theme" ? "theme" : "segment";
      return reading && (() => readIt(about, card.key, reading[1]));
    }
    const verdict = (card.kind === "segment" ? VERDICTS : UNCODED)
      .find(([number]) => number === key);
    if (verdict) return () => judge(card, verdict[1]);
    if (key.toLowerCase() === "c") return () => document.getElementById("comment").focus();
    if (key.toLowerCase() === "x" && card.kind === "segment") {
      return () => challengeAbout("segment", card.key);
    }
    return null;
  }
  function blindKey(event, card) {
    const last = sentencesOf(card).length - 1;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      return () => {
        if (event.shiftKey) {
          marked.to = Math.min(last, Math.max(marked.from, marked.to + step));
        } else {
          const to = Math.min(last, Math.max(0, (step < 0 ? marked.from : marked.to) + step));
          marked = { from: to, to };
        }
        draw();
      };
    }
    if (event.key === "Enter") return event.target.tagName === "BUTTON" ? null : beginCode;
    if (event.key === "Delete") return () => dropCode(card);
    return null;
  }
  addEventListener("beforeunload", (event) => { if (packet && !saved) event.preventDefault(); });

  // ---- beginning
  async function begin(text) {
    computed = await sha256(text);
    if (computed !== digest) {
      app.replaceChildren(el("main", {}, el("p", { class: "alert", role: "alert" },
        "This packet was changed after it was made. Ask the researcher for it again.")));
      return;
    }
    packet = JSON.parse(text);
    work = await recall();
    document.title = `Debriefing: ${packet.study.title}`;
    cards = makeCards();
    draw();
  }
  function ask(given, wrong) {
    const box = el("input", { id: "phrase", type: "password", autocomplete: "off" });
    app.replaceChildren(el("main", {}, el("h1", {}, "A sealed packet for a debriefer"),
      el("form", { onsubmit: async (event) => {
        event.preventDefault();
        try {
          const text = await unseal(given, box.value);
          passphrase = box.value;
          await begin(text);
        } catch { ask(given, true); }
      } }, el("label", { for: "phrase" }, "Passphrase"), box,
      wrong ? el("p", { class: "alert", role: "alert" },
        "Not opened: the passphrase is another one, or the file was changed.") : "",
      el("p", {}, el("button", { class: "first" }, "Open")))));
    box.focus();
  }
  const sealed = document.getElementById("sealed");
  if (!globalThis.crypto?.subtle) {
    app.replaceChildren(el("main", {}, el("p", { class: "alert", role: "alert" },
      "This browser cannot check the packet. Open the file in another one.")));
  } else if (sealed) ask(JSON.parse(sealed.textContent), false);
  else begin(document.getElementById("packet").textContent);
})();
