// The strip below the board: what can be done with what is chosen. It never covers
// the board, and Escape leaves it.

import { made } from "./element.js";

export class Strip {
  constructor(board) {
    this.board = board;
    this.element = made("div", "wbb-strip");
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave();
      event.stopPropagation();
    });
    this.asking = null;
  }

  leave() {
    this.asking = null;
    this.board.clear();
    this.board.chips()[0]?.focus();
  }

  paint() {
    if (this.asking) return;
    const count = this.board.codesChosen().length;
    const { may } = this.board.data;
    if (!may) {
      this.element.replaceChildren(
        made("span", "wbb-quiet", "Your role reads the board; it does not move anything."),
      );
      return;
    }
    if (!count) {
      const hint =
        "Drag a code, or choose codes by click or Space; Enter moves them, n begins a theme. " +
        "Drag a theme's head onto another to put it below. Rename, merge, split: further down.";
      const said = this.board.live.textContent;
      const line = made("span", said ? "wbb-said" : "wbb-quiet wbb-hint", said || hint);
      this.element.replaceChildren(line, this.undo());
      return;
    }
    this.element.replaceChildren(
      made("span", "", count === 1 ? "1 code chosen:" : `${count} codes chosen:`),
      this.button("Move to …", () => this.askWhere()),
      this.button("Start a theme", () => this.askName(this.board.codesChosen(), null)),
      this.button("Set aside", () => this.board.move("aside")),
      this.button("Take out", () => this.board.move("loose")),
      this.button("Let go", () => this.board.clear()),
    );
  }

  undo() {
    return this.button("Undo", () => this.board.undo());
  }

  button(text, act) {
    const button = made("button", "wbb-button", text);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  /** Which theme the chosen codes go to, by a few letters. */
  askWhere() {
    if (!this.board.codesChosen().length) return;
    this.asking = "where";
    const input = made("input", "wbb-input");
    input.setAttribute("aria-label", "Move to which theme?");
    input.placeholder = "Move to: a few letters of its name";
    const list = made("ul", "wbb-targets");
    let at = 0;
    let found = [];
    const targets = [
      ...this.board.data.themes.map((theme) => [theme.id, theme.name]),
      ["aside", "Set aside"],
      ["loose", "In no theme"],
    ];
    const show = () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      found = targets.filter(([, name]) => name.toLocaleLowerCase().includes(wanted));
      at = Math.min(at, Math.max(0, found.length - 1));
      list.replaceChildren(
        ...found.map(([id, name], place) => {
          const line = made("li", place === at ? "wbb-target wbb-at" : "wbb-target", name);
          line.addEventListener("mousedown", () => this.go(id));
          return line;
        }),
      );
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        at = Math.max(0, Math.min(found.length - 1, at + step));
        show();
        event.preventDefault();
      } else if (event.key === "Enter" && found[at]) {
        this.go(found[at][0]);
        event.preventDefault();
      }
    });
    this.element.replaceChildren(input, list, this.button("Cancel", () => this.leave()));
    show();
    input.focus();
  }

  go(target) {
    this.asking = null;
    this.board.move(target);
    this.board.chips()[0]?.focus();
  }

  /** The words of a theme that was refused, to be mended. */
  askAgain({ codes, grouping, name, idea }) {
    this.askName(codes, grouping, name, idea);
    this.element.prepend(made("span", "wbb-said", this.board.live.textContent));
  }

  /** A new theme's working name, and a line that may stay empty. */
  askName(codes, grouping, called = "", about = "") {
    this.asking = "name";
    const form = made("form", "wbb-form");
    const name = made("input", "wbb-input");
    name.value = called;
    name.placeholder = "Working name";
    name.setAttribute("aria-label", "Working name of the theme");
    const idea = made("input", "wbb-input wbb-wide");
    idea.value = about;
    idea.placeholder = "The idea so far (may stay empty)";
    idea.setAttribute("aria-label", "The idea so far");
    const start = made("button", "wbb-button wbb-first", "Start");
    const held = codes.length === 1 ? "with 1 code" : `with ${codes.length} codes`;
    form.append(made("span", "wbb-quiet", held), name, idea, start);
    form.append(this.button("Cancel", () => this.leave()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!name.value.trim()) {
        name.focus();
        return;
      }
      this.asking = null;
      this.board.start(name.value.trim(), idea.value.trim(), codes, grouping);
    });
    this.element.replaceChildren(form);
    name.focus();
  }
}
