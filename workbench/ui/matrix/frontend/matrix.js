// Themes by dimensions: a place for each group in each cell, and one key for polarity.

const KEYS = {
  p: "present", a: "absent", c: "contested", d: "conditional", n: "not-called-for",
};
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

class Matrix {
  constructor(root) {
    this.root = root;
    this.count = 0;
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("click", (event) => {
      const place = event.target.closest(".wbm-place");
      if (place) this.send("open", place);
    });
  }

  take({ data, setTriggerValue }) {
    this.data = data;
    this.trigger = setTriggerValue;
    const focused = document.activeElement?.dataset?.place;
    this.root.replaceChildren(this.table());
    if (focused) this.places().find((each) => each.dataset.place === focused)?.focus();
  }

  places() {
    return [...this.root.querySelectorAll(".wbm-place")];
  }

  table() {
    const { themes, dimensions, groups } = this.data;
    const table = made("table", "wbm-table");
    const head = made("tr");
    head.append(made("th", "", ""), ...dimensions.map(([, title]) => made("th", "", title)));
    table.append(head);
    themes.forEach(([theme, name], row) => {
      const line = made("tr");
      const title = made("th", "wbm-theme", name);
      title.scope = "row";
      line.append(title);
      dimensions.forEach(([dimension, heading], column) => {
        const cell = made("td");
        groups.forEach((group, at) => {
          const place = made("button", "wbm-place");
          place.type = "button";
          const key = JSON.stringify([theme, dimension, group]);
          place.dataset.place = key;
          place.dataset.row = String(row * groups.length + at);
          place.dataset.column = String(column);
          const said = this.data.cells[key] ?? [];
          place.append(made("span", "wbm-group", group || "everyone"));
          for (const each of said) {
            const mark = made("span", "wbm-mark", `${each.sign} ${each.says}`);
            if (!each.supported) mark.append(made("span", "wbm-lack", "no extract"));
            place.append(mark);
          }
          const told = said.map((each) => each.says).join(", ") || "nothing said";
          place.setAttribute("aria-label", `${name}, ${heading}, ${group || "everyone"}: ${told}`);
          if (key === this.data.open) place.setAttribute("aria-current", "true");
          cell.append(place);
        });
        line.append(cell);
      });
      table.append(line);
    });
    return table;
  }

  send(act, place, more) {
    this.count += 1;
    const [theme, dimension, group] = JSON.parse(place.dataset.place);
    const at = `${Date.now()}-${this.count}`;
    this.trigger("done", { act, theme, dimension, group, at, ...more });
  }

  onKey(event) {
    const place = event.target.closest(".wbm-place");
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const row = Number(place.dataset.row) + arrow[0];
      const column = Number(place.dataset.column) + arrow[1];
      this.root.querySelector(`[data-row="${row}"][data-column="${column}"]`)?.focus();
    } else if (KEYS[event.key] && this.data.may) {
      this.send("polarity", place, { polarity: KEYS[event.key] });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

const shown = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let root = parentElement.querySelector(".wbm");
  if (!root) {
    root = made("div", "wbm");
    parentElement.append(root);
  }
  if (!shown.has(root)) shown.set(root, new Matrix(root));
  shown.get(root).take(component);
}
