// The board of codes and themes: chips that are moved by hand or by keys.
// Names are shown as text only; nothing here is read as markup.

import { made } from "./element.js";
import { Outbox } from "./outbox.js";
import { Sieve } from "./sieve.js";
import { Strip } from "./strip.js";

const MANY = 24; // codes in no theme that need more than a narrow column

class Board {
  constructor(root) {
    this.root = root;
    this.chosen = new Set(); // keys of chips: place and code
    this.folded = new Set(); // themes whose codes are out of sight
    this.outbox = new Outbox();
    this.columns = made("div", "wbb-columns");
    this.live = made("div", "wbb-live");
    this.live.setAttribute("aria-live", "polite");
    this.strip = new Strip(this);
    this.sieve = new Sieve(this.columns);
    root.replaceChildren(this.sieve.element, this.columns, this.strip.element, this.live);
    this.columns.addEventListener("keydown", (event) => this.onKey(event));
    this.columns.addEventListener("click", (event) => this.onClick(event));
    this.columns.addEventListener("dragstart", (event) => this.onDragStart(event));
    this.columns.addEventListener("dragover", (event) => this.onDragOver(event));
    this.columns.addEventListener("dragleave", () => this.unmark());
    this.columns.addEventListener("drop", (event) => this.onDrop(event));
  }

  take({ data, setTriggerValue }) {
    this.data = data;
    this.outbox.connect(setTriggerValue, data.answers);
    this.paint();
    const refused = this.outbox.news();
    if (refused) this.refuse(refused);
  }

  say(text) {
    this.live.textContent = text;
    this.strip.paint();
  }

  /** What the study refused is said, and what was typed for it stands there again. */
  refuse({ why, act }) {
    this.say(why);
    if (act?.act === "start" && !this.strip.asking) this.strip.askAgain(act);
  }

  // --- painting ---------------------------------------------------------------

  paint() {
    const focused = document.activeElement?.dataset?.key;
    const places = [...this.columns.querySelectorAll(".wbb-scroll")].map((e) => e.scrollTop);
    this.columns.replaceChildren(...this.parts());
    this.columns.querySelectorAll(".wbb-scroll").forEach((element, at) => {
      element.scrollTop = places[at] ?? 0;
    });
    for (const chip of this.chips()) {
      if (this.chosen.has(chip.dataset.key)) this.mark(chip, true);
    }
    this.sieve.apply();
    if (focused) this.chips().find((chip) => chip.dataset.key === focused)?.focus();
    this.strip.paint();
  }

  parts() {
    const { groupings, themes, loose, aside } = this.data;
    const found = groupings.map((way, at) => this.way(way, at));
    const middle = this.column("Candidate themes and themes", "themes");
    if (themes.length > 1) middle.element.firstChild.append(this.foldAll());
    middle.list.append(this.newTheme());
    for (const theme of themes) middle.list.append(this.card(theme));
    if (!themes.length) {
      middle.list.append(made("p", "wbb-quiet", "Drop codes above to begin a theme."));
    }
    const right = this.column(`In no theme: ${loose.length}`, "loose", "loose");
    right.list.append(this.chipList("loose", loose, "In no theme"));
    const pile = made("section", "wbb-pile");
    pile.dataset.place = "aside";
    const codes = aside.map(([code]) => code);
    pile.append(made("div", "wbb-title", "Set aside"), this.chipList("aside", codes, "Set aside"));
    if (!aside.length) pile.append(made("p", "wbb-quiet", "Codes that fit nowhere yet."));
    right.element.append(pile);
    found.push(middle.element, right.element);
    this.columns.dataset.ways = String(groupings.length);
    this.columns.dataset.loose = loose.length > MANY ? "many" : "few";
    return found;
  }

  column(title, name, place) {
    const element = made("section", `wbb-column wbb-${name}`);
    if (place) element.dataset.place = place;
    const list = made("div", "wbb-scroll");
    element.append(made("div", "wbb-title", title), list);
    return { element, list };
  }

  way(way, at) {
    const column = this.column(way.title, "way");
    column.element.dataset.way = String(at);
    const held = way.groups.some(({ codes }) => codes.some((id) => this.data.codes[id]?.held));
    const dotted = held ? " With a dot: in a theme already." : "";
    column.list.append(made("p", "wbb-quiet wbb-made", way.made + dotted));
    way.groups.forEach((group, number) => {
      const box = made("section", "wbb-group");
      const head = made("div", "wbb-grouphead");
      if (group.says) head.append(made("span", "wbb-quiet", group.says));
      if (this.data.may) {
        const start = made("button", "wbb-small", "Start a theme");
        start.addEventListener("click", () => this.strip.askName(group.codes, group.id));
        head.append(start);
      }
      if (way.inside) {
        const look = made("button", "wbb-small", "What holds it?");
        look.addEventListener("click", () => this.outbox.send({ act: "look", codes: group.codes }));
        head.append(look);
      }
      box.append(head, this.chipList(`way${at}`, group.codes, `${way.title}, group ${number + 1}`));
      column.list.append(box);
    });
    if (way.ungrouped.length) {
      const rest = made("section", "wbb-group wbb-rest");
      const called = "Belong nowhere";
      rest.append(made("div", "wbb-quiet", called), this.chipList(`way${at}`, way.ungrouped, called));
      column.list.append(rest);
    }
    return column.element;
  }

  newTheme() {
    const zone = made("button", "wbb-new", "+ New theme: drop codes here, or press");
    zone.type = "button";
    zone.dataset.place = "new";
    zone.disabled = !this.data.may;
    zone.addEventListener("click", () => this.strip.askName(this.codesChosen(), null));
    return zone;
  }

  card(theme) {
    const card = made("section", `wbb-card wbb-${theme.state}`);
    card.dataset.place = theme.id;
    card.style.marginLeft = `${theme.depth * 1.1}rem`;
    const head = made("div", "wbb-cardhead");
    head.draggable = this.data.may;
    head.dataset.theme = theme.id;
    head.append(made("strong", "", theme.name), made("span", "wbb-state", theme.state));
    head.append(this.fold(theme));
    card.append(head);
    if (this.folded.has(theme.id)) return card;
    if (theme.says) card.append(made("p", "wbb-says", theme.says));
    card.append(this.chipList(theme.id, theme.codes, theme.name));
    return card;
  }

  /** A theme's codes step out of sight, so that more themes can be seen and reached. */
  fold(theme) {
    const count = theme.codes.length;
    const folded = this.folded.has(theme.id);
    const says = `${count === 1 ? "1 code" : `${count} codes`} ${folded ? "▸" : "▾"}`;
    const button = made("button", "wbb-small", says);
    button.type = "button";
    button.setAttribute("aria-expanded", String(!folded));
    button.setAttribute("aria-label", `${theme.name}, codes`);
    button.addEventListener("click", () => {
      if (folded) this.folded.delete(theme.id);
      else this.folded.add(theme.id);
      this.paint();
    });
    return button;
  }

  foldAll() {
    const ids = this.data.themes.map((theme) => theme.id);
    const all = ids.every((id) => this.folded.has(id));
    const button = made("button", "wbb-small wbb-foldall", all ? "Unfold all" : "Fold all");
    button.type = "button";
    button.addEventListener("click", () => {
      this.folded = new Set(all ? [] : ids);
      this.paint();
    });
    return button;
  }

  /** Codes that stand together; `called` is what a listener hears of where. */
  chipList(place, codes, called) {
    const list = made("div", "wbb-chips");
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", called);
    for (const id of codes) {
      const code = this.data.codes[id];
      if (!code) continue;
      const chip = made("div", "wbb-chip", code.name);
      chip.tabIndex = 0;
      chip.setAttribute("role", "button");
      chip.draggable = this.data.may;
      chip.dataset.key = `${place}/${id}`;
      chip.dataset.code = id;
      chip.dataset.from = place;
      chip.title = code.definition || "No definition yet.";
      if (code.retired) chip.classList.add("wbb-retired");
      if (place.startsWith("way") && code.held) chip.classList.add("wbb-held");
      list.append(chip);
    }
    return list;
  }

  // --- choosing ---------------------------------------------------------------

  chips() {
    return [...this.columns.querySelectorAll(".wbb-chip:not([hidden])")];
  }

  mark(chip, on) {
    chip.classList.toggle("wbb-chosen", on);
    chip.setAttribute("aria-pressed", String(on));
  }

  toggle(chip) {
    this.live.textContent = "";
    const { key } = chip.dataset;
    if (this.chosen.has(key)) this.chosen.delete(key);
    else this.chosen.add(key);
    this.mark(chip, this.chosen.has(key));
    this.strip.paint();
  }

  clear() {
    this.chosen.clear();
    for (const chip of this.chips()) this.mark(chip, false);
    this.strip.paint();
  }

  /** What is chosen, as pairs of code and place. */
  pairs() {
    return [...this.chosen].map((key) => {
      const cut = key.lastIndexOf("/");
      return [key.slice(cut + 1), key.slice(0, cut)];
    });
  }

  codesChosen() {
    return [...new Set(this.pairs().map(([code]) => code))];
  }

  onClick(event) {
    const chip = event.target.closest(".wbb-chip");
    if (chip) this.toggle(chip);
  }

  onKey(event) {
    const chip = event.target.closest(".wbb-chip");
    if (chip && event.key === "z" && (event.ctrlKey || event.metaKey)) {
      this.undo();
      event.preventDefault();
    }
    if (!chip || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = this.chips();
      all[all.indexOf(chip) + step]?.focus();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      this.nextColumn(chip, event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key === " ") {
      this.toggle(chip);
    } else if (event.key === "Enter" || event.key === "m") {
      if (!this.chosen.has(chip.dataset.key)) this.toggle(chip);
      this.strip.askWhere();
    } else if (event.key === "n") {
      if (!this.chosen.has(chip.dataset.key)) this.toggle(chip);
      this.strip.askName(this.codesChosen(), null);
    } else if (event.key === "Escape") {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  nextColumn(chip, step) {
    const columns = [...this.columns.querySelectorAll(".wbb-column")];
    let at = columns.indexOf(chip.closest(".wbb-column")) + step;
    while (columns[at] && !columns[at].querySelector(".wbb-chip")) at += step;
    columns[at]?.querySelector(".wbb-chip")?.focus();
  }

  // --- dragging ---------------------------------------------------------------

  onDragStart(event) {
    const chip = event.target.closest?.(".wbb-chip");
    const head = event.target.closest?.(".wbb-cardhead");
    if (chip) {
      if (!this.chosen.has(chip.dataset.key)) {
        this.clear();
        this.toggle(chip);
      }
      this.dragged = { codes: this.pairs() };
    } else if (head) {
      this.dragged = { theme: head.dataset.theme };
    } else {
      return;
    }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  }

  onDragOver(event) {
    const zone = event.target.closest("[data-place], .wbb-themes");
    this.unmark();
    if (!zone || !this.dragged || !this.data.may) return;
    event.preventDefault();
    zone.classList.add("wbb-over");
  }

  unmark() {
    this.columns.querySelectorAll(".wbb-over").forEach((e) => e.classList.remove("wbb-over"));
  }

  onDrop(event) {
    event.preventDefault();
    this.unmark();
    const zone = event.target.closest("[data-place]");
    const place = zone?.dataset.place ?? null;
    const { codes, theme } = this.dragged ?? {};
    this.dragged = null;
    if (theme) {
      if (place !== theme && place !== "aside" && place !== "loose") {
        this.outbox.send({ act: "nest", theme, parent: place === "new" ? null : place });
      }
    } else if (codes && place === "new") {
      this.strip.askName([...new Set(codes.map(([code]) => code))], null);
    } else if (codes && place) {
      this.move(place);
    }
  }

  /** The chosen codes go to a place. */
  move(target) {
    const codes = this.pairs().map(([code, from]) => [code, from.startsWith("way") ? "loose" : from]);
    if (!codes.length) return;
    this.outbox.send({ act: "move", codes, target });
    this.moveHere(codes, target);
    this.chosen.clear();
    this.say(codes.length === 1 ? "Moved." : `${codes.length} codes moved.`);
    this.paint();
  }

  /** The move shows at once; what the study says of it follows. */
  moveHere(codes, target) {
    for (const [code, from] of codes) {
      if (from === target) continue;
      for (const theme of this.data.themes) {
        if (theme.id === from) theme.codes = theme.codes.filter((each) => each !== code);
        if (theme.id === target && !theme.codes.includes(code)) theme.codes.push(code);
      }
      this.data.loose = this.data.loose.filter((each) => each !== code);
      this.data.aside = this.data.aside.filter(([each]) => each !== code);
      if (target === "loose") this.data.loose.push(code);
      if (target === "aside") this.data.aside.push([code, null]);
    }
  }

  /** One's own latest act is taken back, whatever it was. */
  undo() {
    this.outbox.send({ act: "undo" });
    this.say("Taken back.");
  }

  start(name, idea, codes, grouping) {
    this.outbox.send({ act: "start", name, idea, codes, grouping });
    this.chosen.clear();
    this.say(`Started: ${name}`);
    this.paint();
  }
}

const boards = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let root = parentElement.querySelector(".wbb");
  if (!root) {
    root = made("div", "wbb");
    parentElement.append(root);
  }
  let board = boards.get(root);
  if (!board) {
    board = new Board(root);
    boards.set(root, board);
  }
  const { data } = component;
  board.take({ data: structuredClone(data), setTriggerValue: component.setTriggerValue });
}
