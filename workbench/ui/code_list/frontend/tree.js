// The code list as a tree: found by letters, walked by keys, put in order by dragging a
// code onto another or by Alt and an arrow. A move shows at once; it is sent until the
// study has answered it, and shown as it was where the study refuses.

const waiting = (globalThis.workbenchCodeMoves ??= []);
const folded = (globalThis.workbenchCodesFolded ??= new Set());
const TELL_MS = 250;
const RETRY_MS = 3000;

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

class Tree {
  constructor(host) {
    this.root = host.appendChild(made("div", "wbl"));
    this.find = made("input", "wbl-find");
    this.find.type = "search";
    this.find.placeholder = "Find a code: name or definition";
    this.find.setAttribute("aria-label", "Find a code");
    this.top = made("div", "wbl-top", "Drop here: under no code");
    this.list = made("div", "wbl-list");
    this.list.setAttribute("role", "tree");
    this.list.setAttribute("aria-label", "Codes");
    this.hint = made("p", "wbl-hint",
      "Drag a code onto another to put it below, or press Alt and an arrow: right puts " +
      "it under the code above, left takes it one step out.");
    this.root.append(this.find, this.top, this.list, this.hint);
    this.find.addEventListener("input", () => this.draw());
    this.find.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.rows()[0]?.focus();
      }
    });
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    this.#listenToDragging();
  }

  take({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    this.data = data;
    for (const id of data.answered) {
      const at = waiting.findIndex((move) => move.act === id);
      if (at >= 0) waiting.splice(at, 1);
    }
    if (this.told !== data.chosen) this.chosen = this.told = data.chosen;
    clearTimeout(this.retrying);
    if (waiting.length) this.retrying = setTimeout(() => this.post(), RETRY_MS);
    this.draw();
  }

  // -- what is shown --------------------------------------------------------------

  /** The codes in their order with how deep each stands, moves on their way included. */
  inOrder() {
    const parent = new Map(this.data.codes.map((code) => [code.id, code.parent]));
    for (const move of waiting) if (parent.has(move.code)) parent.set(move.code, move.to);
    this.parent = parent;
    const asked = this.find.value.trim().toLowerCase();
    const named = (code) => `${code.name} ${code.definition}`.toLowerCase();
    if (asked) {
      return this.data.codes.filter((code) => named(code).includes(asked))
        .map((code) => ({ code, depth: 0, under: 0 }));
    }
    const under = new Map();
    for (const code of this.data.codes) {
      const above = parent.has(parent.get(code.id)) ? parent.get(code.id) : null;
      under.set(above, [...(under.get(above) ?? []), code]);
    }
    const found = [];
    const walk = (above, depth) => {
      for (const code of under.get(above) ?? []) {
        const below = under.get(code.id)?.length ?? 0;
        found.push({ code, depth, under: below });
        if (!folded.has(code.id)) walk(code.id, depth + 1);
      }
    };
    walk(null, 0);
    return found;
  }

  draw() {
    const had = document.activeElement?.closest?.(".wbl-code")?.dataset.code;
    const rows = this.inOrder().map((each) => this.#row(each));
    this.list.replaceChildren(...rows);
    if (!rows.length) this.list.append(made("p", "wbl-none", "No code is called so."));
    const now = this.row(this.chosen) ?? rows[0];
    if (now) now.tabIndex = 0;
    if (had) this.row(had)?.focus({ preventScroll: true });
  }

  #row({ code, depth, under }) {
    const row = made("div", "wbl-code");
    row.dataset.code = code.id;
    row.setAttribute("role", "treeitem");
    row.setAttribute("aria-level", String(depth + 1));
    row.setAttribute("aria-selected", String(code.id === this.chosen));
    if (under) row.setAttribute("aria-expanded", String(!folded.has(code.id)));
    row.tabIndex = -1;
    row.draggable = this.data.may;
    row.style.paddingLeft = `${8 + depth * 18}px`;
    const fold = made("span", "wbl-fold", under ? (folded.has(code.id) ? "▸" : "▾") : "");
    fold.setAttribute("aria-hidden", "true");
    const swatch = made("i", "wbl-swatch");
    swatch.style.background = code.colour;
    row.append(fold, swatch, made("span", "wbl-name", code.name));
    const said = [code.numbers, code.definition ? "" : "not defined"].filter(Boolean);
    if (said.length) row.append(made("small", "", said.join(" · ")));
    if (waiting.some((move) => move.code === code.id)) row.classList.add("wbl-moving");
    return row;
  }

  rows() {
    return [...this.list.querySelectorAll(".wbl-code")];
  }

  row(id) {
    return this.rows().find((row) => row.dataset.code === id);
  }

  // -- choosing and walking ---------------------------------------------------------

  choose(row) {
    for (const each of this.rows()) {
      const is = each === row;
      each.setAttribute("aria-selected", String(is));
      each.tabIndex = is ? 0 : -1;
    }
    this.chosen = row.dataset.code;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    clearTimeout(this.telling);
    // walking by keys tells the page only where one stops
    this.telling = setTimeout(() => this.trigger("chosen", this.chosen), TELL_MS);
  }

  onClick(event) {
    const row = event.target.closest(".wbl-code");
    if (!row) return;
    if (event.target.closest(".wbl-fold") && row.hasAttribute("aria-expanded")) {
      this.fold(row.dataset.code);
    } else this.choose(row);
  }

  fold(id, close = !folded.has(id)) {
    if (close) folded.add(id);
    else folded.delete(id);
    this.draw();
  }

  onKey(event) {
    const row = event.target.closest(".wbl-code");
    if (!row || event.ctrlKey || event.metaKey) return;
    const rows = this.rows();
    const at = rows.indexOf(row);
    const { code } = row.dataset;
    const level = (each) => Number(each?.getAttribute("aria-level"));
    const isOpen = row.getAttribute("aria-expanded") === "true";
    const above = () => rows.slice(0, at).reverse().find((each) => level(each) < level(row));
    const keys = event.altKey ? {
      ArrowRight: () => this.indent(rows, at),
      ArrowLeft: () => this.outdent(code),
    } : {
      ArrowDown: () => rows[at + 1] && this.choose(rows[at + 1]),
      ArrowUp: () => rows[at - 1] && this.choose(rows[at - 1]),
      Home: () => this.choose(rows[0]),
      End: () => this.choose(rows.at(-1)),
      ArrowRight: () => (isOpen ? this.choose(rows[at + 1]) : this.fold(code, false)),
      ArrowLeft: () => (isOpen ? this.fold(code, true) : above() && this.choose(above())),
      Enter: () => this.choose(row),
    };
    if (keys[event.key]) keys[event.key]();
    else if (event.key.length === 1 && !event.altKey) this.#typed(rows, at, event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #typed(rows, at, letter) {
    const begins = (row) => row.querySelector(".wbl-name").textContent.toLowerCase()
      .startsWith(letter.toLowerCase());
    const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find(begins);
    if (next) this.choose(next);
  }

  // -- putting in order ---------------------------------------------------------------

  indent(rows, at) {
    const level = Number(rows[at].getAttribute("aria-level"));
    for (const row of rows.slice(0, at).reverse()) {
      const other = Number(row.getAttribute("aria-level"));
      if (other < level) return;
      if (other === level) {
        folded.delete(row.dataset.code);
        this.move(rows[at].dataset.code, row.dataset.code);
        return;
      }
    }
  }

  outdent(code) {
    const above = this.parent.get(code);
    if (above != null) this.move(code, this.parent.get(above) ?? null);
  }

  /** Whether a code stands below another, so that it cannot be put above it. */
  isBelow(code, other) {
    for (let at = code; at != null; at = this.parent.get(at)) if (at === other) return true;
    return false;
  }

  move(code, to) {
    if (!this.data.may || this.parent.get(code) === to) return;
    if (to != null && this.isBelow(to, code)) return;
    waiting.push({ act: uuid(), code, to });
    this.post();
    this.draw();
  }

  post() {
    clearTimeout(this.retrying);
    if (!waiting.length) return;
    this.trigger("moved", { moves: [...waiting], at: performance.now() });
    this.retrying = setTimeout(() => this.post(), RETRY_MS);
  }

  #listenToDragging() {
    const target = (event) => event.target.closest?.(".wbl-code, .wbl-top");
    const stop = () => {
      this.dragged = null;
      this.root.classList.remove("wbl-dragging");
      for (const each of this.root.querySelectorAll(".wbl-over")) {
        each.classList.remove("wbl-over");
      }
    };
    this.list.addEventListener("dragstart", (event) => {
      const row = event.target.closest(".wbl-code");
      if (!row) return;
      this.dragged = row.dataset.code;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      // drawn after the browser has taken its picture of what is dragged
      setTimeout(() => this.root.classList.add("wbl-dragging"), 0);
    });
    this.root.addEventListener("dragover", (event) => {
      const over = this.dragged && target(event);
      for (const each of this.root.querySelectorAll(".wbl-over")) {
        if (each !== over) each.classList.remove("wbl-over");
      }
      if (!over || (over.dataset.code && this.isBelow(over.dataset.code, this.dragged))) return;
      event.preventDefault();
      over.classList.add("wbl-over");
    });
    this.root.addEventListener("drop", (event) => {
      const over = this.dragged && target(event);
      const code = this.dragged;
      stop();
      if (!over) return;
      event.preventDefault();
      this.move(code, over.dataset.code ?? null);
    });
    this.root.addEventListener("dragend", stop);
  }
}

export default function tree(component) {
  const { parentElement } = component;
  const shown = (parentElement.__codes ??= new Tree(parentElement));
  shown.take(component);
}
