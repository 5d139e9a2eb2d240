// Her work: kept in this browser as she goes, sealed where the packet is, and handed
// back as one file. Nothing leaves the page but that file.
let packet, passphrase = null, computed = "", work, saved = true, keeps = true;
let waiting = null;

const fresh = () => ({ answers: {}, verdicts: {}, codings: [], challenges: [],
  outcomes: {}, looked: {}, draft: null });
const storedAt = () => `workbench-debriefing-${packet.packet}`;
const isEmpty = (given) => JSON.stringify({ ...given, looked: {} })
  === JSON.stringify(fresh());
// What was kept of an earlier visit says itself whether a file holds it.
function restored(text) {
  const { saved: was, ...kept } = JSON.parse(text);
  const found = { ...fresh(), ...kept };
  saved = was ?? isEmpty(found);
  return found;
}

function changed() {
  saved = false;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 800);
}
async function keep() {
  const text = JSON.stringify({ ...work, saved });
  try {
    localStorage.setItem(storedAt(), passphrase === null ? text
      : JSON.stringify(await seal(text, passphrase)));
    keeps = true;
  } catch { keeps = false; }
}
async function recall() {
  try {
    const kept = localStorage.getItem(storedAt());
    if (!kept) return fresh();
    const text = passphrase === null ? kept : await unseal(JSON.parse(kept), passphrase);
    return restored(text);
  } catch { return fresh(); }
}

const isSaid = (one) => one.text.trim() || one.kind === "rings-true";

function content() {
  return { packet: packet.packet, session: packet.session, project: packet.project,
    digest: computed, debriefer: packet.debriefer.id,
    saved_on: new Date().toISOString().slice(0, 10),
    answers: Object.entries(work.answers).filter(([, text]) => text.trim())
      .map(([question, text]) => ({ question, text })),
    verdicts: Object.entries(work.verdicts).filter(([, given]) => given.judged)
      .map(([key, given]) => ({
        ...(key.includes(":") ? { stretch: key } : { segment: key }),
        judged: given.judged, code: given.code || null, comment: given.comment || null })),
    codings: work.codings,
    challenges: work.challenges.filter(isSaid),
    outcomes: Object.entries(work.outcomes).map(([challenge, given]) => ({ challenge,
      judged: given.judged, text: given.text || null })),
    looked: packet.way.startsWith("blind") ? cards.filter(isDone).map((c) => c.key) : [] };
}
async function fileText() {
  const text = JSON.stringify(content());
  const outer = { format: FORMAT, version: VERSION, content: text,
    sha256: await sha256(text) };
  if (passphrase === null) return JSON.stringify(outer);
  return JSON.stringify({ format: FORMAT, version: VERSION,
    seal: await seal(JSON.stringify(outer), passphrase) });
}
async function saveFile() {
  const text = await fileText();
  const link = el("a", { download: `answers ${packet.session} ${
    new Date().toISOString().slice(0, 10)}.json`,
  href: URL.createObjectURL(new Blob([text], { type: "application/json" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  saved = true;
  keep();
  draw();
  tell("Saved: the file is in your downloads. Send it back in the way you agreed.");
}

// A file that she saved before, here or on another machine, to go on from.
async function workIn(text) {
  let outer = JSON.parse(text);
  if (outer.seal) outer = JSON.parse(await unseal(outer.seal, passphrase || ""));
  if (outer.format !== FORMAT || await sha256(outer.content) !== outer.sha256) {
    throw new Error("changed");
  }
  const given = JSON.parse(outer.content);
  if (given.packet !== packet.packet || given.digest !== computed) {
    throw new Error("foreign");
  }
  return { ...fresh(), codings: given.codings, challenges: given.challenges,
    answers: Object.fromEntries(given.answers.map((a) => [a.question, a.text])),
    verdicts: Object.fromEntries(given.verdicts.map((v) => [v.segment || v.stretch,
      { judged: v.judged, code: v.code, comment: v.comment || "" }])),
    outcomes: Object.fromEntries(given.outcomes.map((o) => [o.challenge,
      { judged: o.judged, text: o.text || "" }])),
    looked: Object.fromEntries((given.looked || []).map((key) => [key, true])) };
}
async function goOnFrom(file) {
  if (!file) return;
  try {
    const found = await workIn(await file.text());
    if (!isEmpty(work) && !confirm("What is on this page now is replaced by what is in "
      + "the file. Go on from the file?")) return;
    work = found;
    changed();
    go("start");
    tell("Here is what you had saved.");
  } catch (error) {
    tell(error.message === "foreign" ? "That file answers another packet."
      : "That file cannot be read, or was changed after it was saved.");
  }
}
function forget() {
  if (!confirm("Everything you wrote on this page is gone then. Forget it?")) return;
  try { localStorage.removeItem(storedAt()); } catch { /* nothing was kept */ }
  work = fresh();
  saved = true;
  go("start");
}

function save() {
  const mute = work.challenges.filter((one) => !isSaid(one)).length;
  const answered = Object.values(work.answers).filter((t) => t.trim()).length;
  return el("section", { class: "card" }, el("h2", {}, "Save my answers"),
    el("p", {}, `${answered} of ${counted(packet.questions.length, "question", "questions")}`,
      " answered", cards.length ? `; ${cards.filter(isDone).length} of ${cards.length} `
        + "places looked at" : "", "."),
    mute ? el("p", {}, counted(mute, "remark without a word is left out.",
      "remarks without a word are left out.")) : "",
    work.draft ? el("p", {}, "A challenge is begun and not kept yet: see Challenges.") : "",
    el("p", {}, "The file goes to your downloads. Send it back in the way you agreed. ",
      passphrase === null ? "It is not sealed: it holds what people said in confidence."
        : "It is sealed with the passphrase of the packet."),
    el("p", {}, el("button", { type: "button", class: "first", id: "save",
      onclick: saveFile }, el("kbd", {}, "Ctrl+S"), "Save the file")),
    quiet("You can save as often as you like; a later file adds to an earlier one."),
    el("h3", {}, "Go on from a file you saved"),
    el("label", { for: "earlier" }, "An answers file of this packet"),
    el("input", { id: "earlier", type: "file", accept: ".json,application/json",
      onchange: (e) => goOnFrom(e.target.files[0]) }),
    el("h3", {}, "Done here"),
    quiet("When the researcher has your file, or to begin anew:"),
    el("p", {}, button("Forget my work here", forget)));
}
