// The bar above the words: whether all is safe, filters, and the list of keys.

import { KEYS } from "./keys.js";
import { button, element } from "./text.js";
import { ORIGIN } from "./turns.js";

export class Bar {
  constructor(pane) {
    this.pane = pane;
    this.box = element("div", "wb-bar");
    this.state = element("span", "wb-state");
    this.state.setAttribute("role", "status");
    this.choices = {};
    const choosers = [["code", "All codes"], ["by", "All coders"], ["origin", "All origins"]];
    for (const [name, all] of choosers) this.choices[name] = this.#chooser(name, all);
    this.uncoded = this.#switch("Uncoded only", "u", () => pane.toggle("uncoded"));
    this.dim = this.#switch("Dim interviewer", "d", () => pane.toggle("dim"));
    this.keys = this.#switch("Keys", "?", () => pane.help.toggle());
    const back = button("wb-action", "Undo", "Undo (z)", () => pane.undo("undo"));
    const again = button("wb-action", "Redo", "Redo (Z)", () => pane.undo("redo"));
    this.box.append(
      this.state, ...Object.values(this.choices), this.uncoded, this.dim, back, again,
      this.keys,
    );
  }

  focus() {
    this.choices.code.focus();
  }

  #switch(text, key, act) {
    const made = button("wb-action", text, `${text} (${key})`, act);
    made.setAttribute("aria-pressed", "false");
    return made;
  }

  #chooser(name, all) {
    const made = element("select", "wb-filter");
    made.setAttribute("aria-label", all.replace("All", "Show only"));
    made.dataset.all = all;
    made.addEventListener("change", () => this.pane.filter(name, made.value || null));
    made.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape" || event.key === "Enter") this.pane.release();
    });
    return made;
  }

  draw() {
    const { record, filters_ } = this.pane;
    const { coded, offered, by } = record.tally;
    const waiting = record.outbox.length;
    const more = offered ? ` \u00b7 ${offered} suggested` : "";
    const of = Object.keys(filters_).length ? `${this.#passing()} of ` : "";
    this.state.textContent =
      `${of}${coded} coded${more} \u00b7 ${waiting ? `saving ${waiting}` : "saved"}`;
    this.uncoded.setAttribute("aria-pressed", String(this.pane.is.uncoded));
    this.dim.setAttribute("aria-pressed", String(this.pane.is.dim));
    const called = {
      code: (id) => record.codes.get(id)?.name ?? "?",
      by: (id) => record.people[id]?.name ?? "?",
      origin: (id) => ORIGIN[id]?.[1] ?? id,
    };
    for (const [name, call] of Object.entries(called)) {
      const used = [...by[name].keys()].filter(Boolean);
      this.#fill(name, used.map((id) => [id, call(id)]), filters_);
    }
  }

  #passing() {
    const { pane } = this;
    return [...pane.record.placed.values()].filter((m) => !m.ghost && pane.passes(m)).length;
  }

  #fill(name, pairs, chosen) {
    const chooser = this.choices[name];
    const rows = pairs.sort((a, b) => a[1].localeCompare(b[1]));
    const stamp = JSON.stringify(rows);
    if (chooser.dataset.stamp !== stamp) {
      chooser.dataset.stamp = stamp;
      const first = new Option(chooser.dataset.all, "");
      chooser.replaceChildren(first, ...rows.map(([id, text]) => new Option(text, id)));
    }
    chooser.value = chosen[name] ?? "";
    chooser.hidden = rows.length < 2 && !chosen[name];
  }
}

/** The list of keys, made of the table that the keys themselves are read from. */
export class Help {
  constructor(pane) {
    this.pane = pane;
    this.box = element("div", "wb-help");
    this.box.hidden = true;
    this.box.setAttribute("role", "region");
    this.box.setAttribute("aria-label", "Keys");
    const groups = KEYS.map(([title, rows]) => {
      const group = element("section");
      group.append(element("h4", "", title));
      for (const [key, does] of rows) {
        const line = element("div");
        line.append(element("kbd", "", key), element("span", "", does));
        group.append(line);
      }
      return group;
    });
    const note = element("p", "", "Arrow keys move the caret; with Shift they select.");
    const off = button("wb-action", "", "Letters then do nothing", () => this.#switchKeys());
    this.off = off;
    this.box.append(...groups, note, off);
    this.#nameSwitch();
  }

  toggle() {
    this.box.hidden = !this.box.hidden;
    this.pane.bar.keys.setAttribute("aria-pressed", String(!this.box.hidden));
  }

  #switchKeys() {
    this.pane.setKeys(!this.pane.keysOn);
    this.#nameSwitch();
  }

  #nameSwitch() {
    this.off.textContent = this.pane.keysOn ? "Switch the keys off" : "Switch the keys on";
  }
}
