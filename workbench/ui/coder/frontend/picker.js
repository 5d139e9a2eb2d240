// The code picker: find a code by a few letters, or make one on the spot. It stands beside
// the words, hides none of them for long, and is never in the way of Escape.

import { element, fits } from "./text.js";

const SHOWN = 8;

export class Picker {
  constructor(pane) {
    this.pane = pane;
    this.box = element("div", "wb-picker");
    this.box.hidden = true;
    this.box.setAttribute("role", "dialog");
    this.box.setAttribute("aria-label", "Choose a code");
    this.search = element("input", "wb-search");
    this.search.placeholder = "Find a code, or type a new one";
    this.search.setAttribute("role", "combobox");
    this.search.setAttribute("aria-expanded", "true");
    this.search.setAttribute("aria-label", "Find a code, or type a new one");
    this.list = element("ul", "wb-found");
    this.list.setAttribute("role", "listbox");
    this.list.id = "wb-found";
    this.search.setAttribute("aria-controls", this.list.id);
    this.definition = element("textarea", "wb-definition");
    this.definition.placeholder = "What does it mean? (may stay empty)";
    this.definition.setAttribute("aria-label", "Definition of the new code");
    this.definition.rows = 2;
    this.hint = element("p", "wb-hint", "");
    this.box.append(this.search, this.list, this.definition, this.hint);
    this.search.addEventListener("input", () => this.#find());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("focusout", (event) => {
      if (!this.box.hidden && !this.box.contains(event.relatedTarget)) this.close();
    });
  }

  /** Open beside a place on the page; `chosen` gets {code} or {name, definition}. */
  open(title, near, chosen) {
    this.chosen = chosen;
    this.box.hidden = false;
    this.box.setAttribute("aria-label", title);
    this.search.value = this.definition.value = "";
    this.hint.textContent = "";
    this.#find();
    const frame = this.pane.root.getBoundingClientRect();
    const below = near.bottom - frame.top + 6;
    const high = this.box.offsetHeight || 300;
    const top = below + high < frame.height ? below : near.top - frame.top - high - 6;
    const left = Math.min(near.left - frame.left, frame.width - this.box.offsetWidth - 8);
    this.box.style.top = `${Math.max(4, top)}px`;
    this.box.style.left = `${Math.max(4, left)}px`;
    this.search.focus({ preventScroll: true });
  }

  close() {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.pane.release();
  }

  #find() {
    const { record } = this.pane;
    const typed = this.search.value.trim();
    const recent = record.recent;
    const scored = [...record.codes.values()].map((code) => {
      const byName = fits(typed, code.name) * 2;
      const byText = typed.length > 2 ? fits(typed, code.definition ?? "") / 2 : 0;
      const used = recent.indexOf(code.id);
      const fit = Math.max(byName, byText);
      return [fit && fit + (used < 0 ? 0 : 1 - used / 10), used, code];
    });
    const found = scored.filter(([score]) => score > 0);
    found.sort((a, b) => b[0] - a[0] || a[2].name.localeCompare(b[2].name));
    const exact = typed && [...record.codes.values()].some(
      (code) => code.name.toLowerCase() === typed.toLowerCase(),
    );
    this.entries = found.slice(0, SHOWN).map(([, used, code]) => ({ code, used }));
    if (typed && !exact) this.entries.push({ name: typed });
    this.at = 0;
    this.#draw();
  }

  #draw() {
    const rows = this.entries.map((entry, index) => {
      const row = element("li", "wb-option");
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(index === this.at));
      row.id = `wb-option-${index}`;
      if (entry.name) {
        row.append(element("b", "", `New code: ${entry.name}`));
      } else {
        const { code } = entry;
        const swatch = element("i", "wb-swatch");
        swatch.style.background = code.colour;
        row.append(swatch, element("b", "", code.name));
        if (entry.used >= 0) row.append(element("kbd", "", String(entry.used + 1)));
        row.append(element("span", "", code.definition ?? "No definition yet"));
      }
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.at = index;
        this.#take();
      });
      return row;
    });
    this.list.replaceChildren(...rows);
    this.search.setAttribute("aria-activedescendant", `wb-option-${this.at}`);
    const isNew = Boolean(this.entries[this.at]?.name);
    this.definition.hidden = !isNew;
    this.hint.textContent = this.#says(isNew);
  }

  #says(isNew) {
    if (isNew) return "Enter makes the code. Tab goes to its definition. Esc leaves.";
    const typed = this.search.value.trim();
    if (!typed) return "Enter codes. Up and down choose. A digit takes a recent code.";
    const other = this.#newEntry() < 0 ? "" : " Shift+Enter makes a new code, Tab defines it.";
    return `Enter codes. Up and down choose.${other} Esc leaves.`;
  }

  #newEntry() {
    return this.entries.findIndex((entry) => entry.name);
  }

  /** The new code is chosen, whatever else would fit; false where nothing new was typed. */
  #chooseNew() {
    const at = this.#newEntry();
    if (at < 0) return false;
    this.at = at;
    this.#draw();
    return true;
  }

  #key(event) {
    event.stopPropagation();
    const inSearch = event.target === this.search;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab") {
      // never out of the picker: what is typed next would be keys of the pane
      event.preventDefault();
      if (!inSearch) this.search.focus();
      else if (this.#chooseNew()) this.definition.focus();
    } else if (event.key === "Enter" && (inSearch || !event.shiftKey)) {
      event.preventDefault();
      if (!event.shiftKey || this.#chooseNew()) this.#take();
    } else if (inSearch && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.entries.length) % this.entries.length;
      this.#draw();
    } else if (inSearch && !this.search.value && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      const code = this.pane.record.recent[event.key - 1];
      if (code) this.#finish({ code });
    }
  }

  #take() {
    const entry = this.entries[this.at];
    if (!entry) return;
    if (entry.name) {
      this.#finish({ name: entry.name, definition: this.definition.value.trim() || null });
    } else this.#finish({ code: entry.code.id });
  }

  #finish(choice) {
    const { chosen } = this;
    this.box.hidden = true;
    this.pane.release();
    chosen(choice);
  }
}
