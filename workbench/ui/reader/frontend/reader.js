// A transcript to read: turns one below the other, walked by keys, one of them chosen.
// Every word a person spoke enters as text, never as markup.

import { Sound } from "./sound.js";
import { Text } from "./text.js";

const places = (globalThis.__readingPlaces ??= new Map()); // document -> scroll position

const make = (tag, name, words) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words != null) made.textContent = words;
  return made;
};

const clock = (ms) => {
  const s = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
};

class Reader {
  constructor(host) {
    this.root = host.appendChild(make("section", "rd"));
    this.sound = new Sound(this.root);
    this.list = this.root.appendChild(make("ol", "rd-list"));
    this.list.tabIndex = 0;
    this.list.setAttribute("aria-label", "Transcript");
    this.stop = new AbortController();
    const on = { signal: this.stop.signal };
    this.list.addEventListener("keydown", (event) => this.key(event), on);
    this.list.addEventListener("click", (event) => this.click(event), on);
    globalThis.addEventListener("resize", () => this.fit(), on);
    document.addEventListener("keydown", (event) => this.sound.everywhere(event), on);
    this.list.addEventListener("scroll", () => {
      if (this.doc && this.list.clientHeight) places.set(this.doc, this.list.scrollTop);
    }, on);
  }

  destroy() {
    this.stop.abort();
    this.root.remove();
  }

  show(data, send) {
    this.send = send;
    this.data = data;
    if (this.doc !== data.doc) this.build(data);
    this.sound.show(data.heard ?? null);
    this.fit();
    this.mark(data);
    if (data.go && data.go.nonce !== globalThis.__readingGone) {
      globalThis.__readingGone = data.go.nonce;
      this.choose(data.go.turn, { tell: false, centre: true });
    }
  }

  build(data) {
    this.doc = data.doc;
    this.rows = data.turns.map((turn) => {
      const row = make("li", turn.asking ? "rd-turn rd-asking" : "rd-turn");
      const side = row.appendChild(make("div", "rd-side"));
      side.append(make("b", "", turn.who));
      if (turn.ms != null) side.append(make("time", "", clock(turn.ms)));
      const body = row.appendChild(make("div", "rd-body"));
      row.__question = body.appendChild(make("div", "rd-question"));
      row.__words = body.appendChild(make("p", "rd-words", turn.text));
      row.__words.dir = "auto";
      row.__text = new Text(turn.text);
      row.__index = turn.index;
      return row;
    });
    this.at = new Map(this.rows.map((row, place) => [row.__index, place]));
    this.list.replaceChildren(...this.rows);
    this.chosen = null;
    this.drawn = new Map();
    const top = places.get(this.doc) ?? 0;
    requestAnimationFrame(() => { this.list.scrollTop = top; });
  }

  /** As high as the window leaves room for, so that the page need not scroll. */
  fit() {
    if (this.data?.height) {
      this.list.style.height = "auto";
      this.list.style.maxHeight = `${this.data.height}px`;
      return;
    }
    const top = this.list.getBoundingClientRect().top;
    const above = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0;
    // below it stands a line that names the keys, longer where there is sound
    const room = globalThis.innerHeight - top - above - (this.data?.heard ? 84 : 56);
    this.list.style.height = `${Math.max(320, room)}px`;
  }

  mark(data) {
    for (const row of this.rows) {
      const question = data.questions[row.__index] ?? "";
      const said = data.plain ? question : `Guide: ${question}`;
      row.__question.textContent = question ? said : "";
      row.classList.toggle("rd-passed", data.passed.includes(row.__index));
      const spans = data.found[row.__index] ?? [];
      const key = JSON.stringify(spans);
      if ((this.drawn.get(row) ?? "[]") === key) continue;
      this.drawn.set(row, key);
      const parts = [];
      let from = 0;
      for (const [a, b] of spans) {
        if (a < from) continue;
        parts.push(row.__text.slice(from, a), make("mark", "", row.__text.slice(a, b)));
        from = b;
      }
      row.__words.replaceChildren(...parts, row.__text.slice(from, row.__text.length));
    }
  }

  choose(index, { tell = true, centre = false } = {}) {
    const row = this.rows[this.at.get(index)];
    if (!row) return;
    this.chosen?.classList.remove("rd-chosen");
    this.chosen?.removeAttribute("aria-current");
    this.chosen = row;
    row.classList.add("rd-chosen");
    row.setAttribute("aria-current", "true");
    if (centre) {
      const box = this.list.getBoundingClientRect();
      this.list.scrollTop += row.getBoundingClientRect().top - box.top - box.height / 3;
    } else {
      row.scrollIntoView({ block: "nearest" });
    }
    clearTimeout(this.telling);
    // walking by keys tells the page only where one stops
    if (tell) this.telling = setTimeout(() => this.send("chosen", index), 250);
  }

  click(event) {
    if (!document.getSelection().isCollapsed) return;
    const row = event.target.closest?.("li");
    if (row) this.choose(row.__index);
  }

  step(by) {
    const now = this.chosen ? this.at.get(this.chosen.__index) : this.firstInSight() - by;
    const next = this.rows[Math.min(this.rows.length - 1, Math.max(0, now + by))];
    if (next) this.choose(next.__index);
  }

  firstInSight() {
    const top = this.list.getBoundingClientRect().top;
    return this.rows.findIndex((row) => row.getBoundingClientRect().bottom > top);
  }

  playTurn() {
    const turn = this.data.turns[this.at.get(this.chosen?.__index)];
    if (turn) this.sound.playFrom(turn.ms);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      j: () => this.step(1), ArrowDown: () => this.step(1),
      k: () => this.step(-1), ArrowUp: () => this.step(-1),
      t: () => this.playTurn(),
      n: () => {
        this.step(1);
        this.playTurn();
      },
      p: () => this.sound.toggle(),
      b: () => this.sound.back(),
      "<": () => this.sound.faster(-1),
      ">": () => this.sound.faster(1),
    };
    if (event.key.length === 1 || keys[event.key]) event.stopPropagation();
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }
}

export default ({ data, parentElement, setTriggerValue }) => {
  const reader = (parentElement.__reader ??= new Reader(parentElement));
  reader.show(data, setTriggerValue);
  return () => {
    // also called for a message that the next one overtook, and then the reader stays
    if (parentElement.isConnected) return;
    reader.destroy();
    delete parentElement.__reader;
  };
};
