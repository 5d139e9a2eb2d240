// What was done and has not been answered yet. It is kept outside the page's elements,
// sent whole each time, and applied once by the study whatever arrives twice.

const waiting = (globalThis.workbenchBoardOutbox ??= []);
const answered = (globalThis.workbenchBoardAnswered ??= new Set());

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  connect(setTriggerValue, answers) {
    this.trigger = setTriggerValue;
    this.told = null;
    for (const [id, refusal] of Object.entries(answers ?? {})) {
      const at = waiting.findIndex((each) => each.id === id);
      const [act] = at >= 0 ? waiting.splice(at, 1) : [];
      if (refusal && !answered.has(id)) this.told = { why: refusal, act };
      answered.add(id);
    }
    clearTimeout(this.timer);
    if (waiting.length) this.timer = setTimeout(() => this.flush(), 3000);
  }

  send(operation) {
    waiting.push({ id: newId(), ...operation });
    this.flush();
  }

  flush() {
    if (waiting.length) this.trigger("done", { ops: waiting });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), 4000);
    if (!waiting.length) clearTimeout(this.timer);
  }

  /** What the study refused and why, once. */
  news() {
    return this.told;
  }
}
