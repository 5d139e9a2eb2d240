// What there is to answer with, and small helpers. Offsets count code points, as the
// study's do. Everything that people wrote goes in as text, never as markup.
const VERDICTS = [
  ["1", "agree", "Agree"], ["2", "unsure", "Unsure"], ["3", "other-code", "Other code"],
  ["4", "boundary", "Boundary"], ["5", "should-not-be-coded", "Should not be coded"]];
const UNCODED = [
  ["1", "rightly-not-coded", "Rightly not coded"],
  ["2", "should-be-coded", "Should be coded"], ["3", "unsure", "Unsure"]];
const NEEDS_CODE = ["other-code", "should-be-coded"];
const READINGS = [
  ["1", "read-differently", "I read it differently"], ["2", "say-more", "Say more"],
  ["3", "what-about", "What about …"], ["4", "troubles-me", "This troubles me"],
  ["5", "rings-true", "Rings true"]];
const CHALLENGES = [
  ["remark", "None in particular"], ["thin-evidence", "Evidence is thin"], ["overclaim", "Claims too much"],
  ["alternative-reading", "Another reading"], ["boundary-blur", "Boundary is blurred"],
  ["topic-not-theme", "A topic, no theme"],
  ["negative-case-ignored", "A contrary case is left out"],
  ["group-conflated", "Groups are lumped together"], ["theory-forced", "Theory is forced"],
  ["assumption-unowned", "An assumption is not owned"], ["wording", "Wording"],
  ["ethics", "Ethics"]];
const SEVERITIES = [["", "Not said"], ["minor", "Minor"], ["matters", "Matters"],
  ["blocks", "Blocks"]];
const ANSWERED = { open: "Not answered yet", accept: "Accepted", "in-part":
  "Accepted in part", keep: "Kept as it is, with a reason", park: "Parked for now" };
const OUTCOMES = [["agreed", "I agree with this"], ["dissent", "I still disagree"]];
const FORMAT = "workbench debriefing answers", VERSION = 2, ROUNDS = 600000;

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
const shorten = (text, most) => [...text].length > most
  ? `${slice(text, 0, most).replace(/\s+\S*$/, "")} …` : text;
const counted = (n, one, several) => `${n} ${n === 1 ? one : several}`;
const newId = () => hex(crypto.getRandomValues(new Uint8Array(6)));

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
  const key = await keyOf(phrase, salt, ROUNDS);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key,
    bytes(text));
  return { sealed: "AES-256-GCM, PBKDF2-HMAC-SHA256", rounds: ROUNDS, salt: b64(salt),
    nonce: b64(nonce), data: b64(data) };
}

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
const button = (label, onclick, given = {}) =>
  el("button", { type: "button", onclick, ...given }, label);
const keyed = (key, label, onclick, pressed) => el("button",
  { type: "button", onclick, ...(pressed === undefined ? {}
    : { "aria-pressed": String(Boolean(pressed)) }) }, el("kbd", {}, key), label);
function choice(id, options, value, onchange) {
  const box = el("select", { id, onchange: (e) => onchange(e.target.value) },
    options.map(([name, label]) => el("option", { value: name }, label)));
  box.value = value;
  return box;
}
function textarea(id, value, oninput, rows = 3) {
  const box = el("textarea", { id, rows, oninput: (e) => oninput(e.target.value) });
  box.value = value;
  return box;
}
