// Themes, theory, challenges, and what came of those she made before.
function themeText(theme) {
  const extracts = packet.segments.filter((one) => theme.codes.includes(one.code));
  const codes = theme.codes.map((id) => codeOf(id)).filter(Boolean);
  const parent = packet.themes.find((one) => one.id === theme.parent);
  return [el("h2", {}, theme.name),
    quiet(`Theme · ${theme.state}`, parent ? ` · part of ${parent.name}` : ""),
    theme.central_concept ? el("p", {}, el("strong", {}, "The idea: "), theme.central_concept)
      : quiet("No central organising concept is written yet."),
    theme.definition ? el("p", {}, el("strong", {}, "Defined: "), theme.definition) : "",
    theme.is_not ? quiet(`It is not: ${theme.is_not}`) : "",
    el("details", {}, el("summary", {}, counted(codes.length, "code", "codes"), ", ",
      counted(extracts.length, "extract", "extracts"), " in this packet"),
    codes.map((code) => [codeText(code),
      extracts.filter((one) => one.code === code.id).map((one) =>
        el("p", { class: "turn" }, `“${words(one, Infinity)}” ${one.transcript}`))]))];
}
function themes() {
  const drawn = (id) => packet.themes.find((t) => t.id === id)?.name || id;
  return el("section", {}, el("h2", {}, "Themes"),
    packet.themes.length ? packet.themes.map((theme) => el("div",
      { class: "card", "data-theme": theme.id },
      themeText(theme), isReading()
        ? readingSide({ ...theme, kind: "theme", key: theme.id })
        : el("p", {}, button("Challenge this theme", () =>
          challengeAbout("theme", theme.id))), theory(theme)))
      : quiet("There are none yet."),
    packet.lines.length ? [el("h2", {}, "How they bear on each other"),
      el("ul", {}, packet.lines.map((line) => el("li", {},
        `${drawn(line.from)} → ${line.says || ""} → ${drawn(line.to)}`)))] : "",
    el("p", {}, button("Challenge the map of themes", () =>
      challengeAbout("map", null))));
}
// Of several themes on the page, keys are for the one that has the focus or is read.
function themeInSight() {
  const shown = [...app.querySelectorAll("[data-theme]")];
  const one = document.activeElement?.closest("[data-theme]")
    || shown.find((card) => card.getBoundingClientRect().bottom > innerHeight / 3);
  return packet.themes.find((theme) => theme.id === one?.dataset.theme);
}
function theory(theme) {
  const rows = packet.mappings.filter((row) => row.theme === theme.id);
  if (!rows.length) return "";
  return el("details", {}, el("summary", {}, "How it relates to theory (",
    counted(rows.length, "relation", "relations"), ")"), rows.map((row) =>
    el("div", { class: "given" },
      el("h3", {}, [row.framework, row.dimension].filter(Boolean).join(", ")),
      quiet([row.relation, row.polarity, row.target].filter(Boolean).join(" · ")),
      row.rationale ? el("p", {}, row.rationale) : quiet("No argument is written."),
      button("Challenge this", () => challengeAbout("mapping", row.id),
        { class: "small" }))));
}

let cameFrom = "challenges";
function challengeAbout(about_kind, about) {
  const begun = work.draft?.text.trim();
  if (!begun) {
    cameFrom = part;
    work.draft = { id: newId(), about_kind, about, kind: "remark", severity: null, text: "" };
    changed();
  }
  if (part === "cards" && isDraftOn(cards[at])) draw();
  else go("challenges");
  if (begun) tell("Keep this one first, or leave it.");
  document.getElementById("draft-text").focus();
}
// It is written beside the words it is about.
function isDraftOn(card) {
  const { about_kind, about } = work.draft || {};
  return about_kind === "code" ? about === card.code || (card.codes || []).includes(about)
    : Boolean(about) && about === card.key;
}
function challenges() {
  return el("section", {}, work.draft ? draftView(work.draft) : el("p", {},
    button(isBlind() ? "Add a remark" : "Something is missing here",
      () => challengeAbout("missing", null), { class: "first" }), " ",
    isBlind() ? "" : button("On the themes as a whole", () =>
      challengeAbout("map", null))),
  work.challenges.length ? work.challenges.map((one) => remark(one))
    : quiet(isBlind() ? "Nothing yet."
      : "Nothing yet. On a place or a theme, begin one with X or its button."));
}
function draftView(draft) {
  const set = (name) => (value) => { draft[name] = value || null; changed(); };
  return el("form", { class: "card", onsubmit: (e) => { e.preventDefault(); keepDraft(); } },
    el("h2", {}, part === "cards" && draft.about_kind !== "code" ? "Your challenge"
      : `About ${nameOf(draft)}`),
    el("label", { for: "draft-kind" }, "What kind of challenge?"),
    choice("draft-kind", CHALLENGES, draft.kind, set("kind")),
    el("label", { for: "draft-text" }, "In your words"),
    textarea("draft-text", draft.text, (text) => { draft.text = text; changed(); }, 4),
    el("label", { for: "draft-severity" }, "How much does it matter?"),
    choice("draft-severity", SEVERITIES, draft.severity || "", set("severity")),
    el("p", { class: "row" }, keyed("Ctrl+Enter", "Keep", keepDraft),
      button("Leave it", () => { work.draft = null; changed(); go(cameFrom); })));
}
function keepDraft() {
  if (!work.draft.text.trim()) {
    tell("Say it in a sentence first.");
    document.getElementById("draft-text").focus();
    return;
  }
  work.challenges.push(work.draft);
  work.draft = null;
  changed();
  go(cameFrom);
  tell("Kept.");
}
function remark(one, named = true) {
  const label = [...READINGS.map((r) => r.slice(1)), ...CHALLENGES]
    .find(([name]) => name === one.kind)[1];
  const weight = SEVERITIES.find(([name]) => name && name === one.severity);
  return el("div", { class: "given" },
    el("label", { for: `text-${one.id}` }, named ? `${label}: ${nameOf(one)}` : label,
      weight ? ` (${weight[1].toLowerCase()})` : ""),
    textarea(`text-${one.id}`, one.text, (text) => { one.text = text; changed(); }),
    button("Take this back", () => {
      work.challenges = work.challenges.filter((c) => c !== one); changed(); draw();
    }, { class: "small" }));
}
function nameOf(one) {
  const fixed = { map: "the themes as a whole", missing: "something that is missing" };
  if (fixed[one.about_kind]) return fixed[one.about_kind];
  const lists = { theme: packet.themes, code: packet.codes, question: packet.questions,
    mapping: packet.mappings, segment: packet.segments };
  const found = (lists[one.about_kind] || []).find((row) => row.id === one.about);
  if (!found) return `a ${one.about_kind} that is not in this packet`;
  if (one.about_kind === "segment") {
    return `“${words(found)}” (${codeOf(found.code)?.name || ""})`;
  }
  if (one.about_kind === "mapping") {
    return `${found.framework}, ${found.dimension}: ` +
      (packet.themes.find((t) => t.id === found.theme)?.name || "");
  }
  const kind = { code: "the code", theme: "the theme" }[one.about_kind];
  return kind ? `${kind} “${found.name}”` : found.text;
}
function words(segment, most = 120) {
  const turns = transcriptOf(segment.transcript)?.turns || [];
  return shorten(turns.filter((t) => t.start < segment.end && segment.start < t.end)
    .map((t) => slice(t.text, Math.max(0, segment.start - t.start),
      segment.end - t.start)).join(" … "), most);
}

function before() {
  const waits = (one) => one.state !== "open" && !one.outcome;
  const order = [...packet.before.filter(waits),
    ...packet.before.filter((one) => !waits(one))];
  return el("section", {}, el("h2", {}, "What came of what you said before"),
    order.map((one) => {
      const given = work.outcomes[one.id] || {};
      return el("div", { class: "card" }, quiet(`You, about ${nameOf(one)}:`),
        el("p", {}, one.text), el("h3", {}, ANSWERED[one.state] || one.state),
        one.answers.map((a) => a.text ? el("div", { class: "given" }, quiet(a.on),
          el("p", {}, a.text)) : ""),
        one.changes.map((text) => el("p", {}, `Done: ${text}`)),
        one.outcome ? quiet(one.outcome === "agreed" ? "You agreed with that."
          : "You still disagreed; that is kept.") : "",
        one.state === "open" ? "" : [el("div", { class: "row" },
          OUTCOMES.map(([name, label]) => button(label, () => {
            work.outcomes[one.id] = { ...given, judged: name };
            changed(); draw(); document.getElementById(`out-${one.id}`).focus();
          }, { "aria-pressed": String(given.judged === name) }))),
        given.judged ? [el("label", { for: `out-${one.id}` }, "If you like, why"),
          textarea(`out-${one.id}`, given.text || "", (text) => {
            work.outcomes[one.id] = { ...work.outcomes[one.id], text }; changed(); }, 2)]
          : ""]);
    }));
}
