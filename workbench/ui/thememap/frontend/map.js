// The theme map: themes are moved by hand or by the arrow keys, and stay where they are.

const SETTLED = 700; // milliseconds without a move until the arrangement is kept
const STEP = 12;
const WIDTHS = [200, 104]; // of what a line says
const GAP = 3; // pixels left free round what stands on the map

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawn(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function box(node) {
  const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = node;
  return { x, y, width, height };
}

function touch(one, other) {
  return (
    one.x < other.x + other.width + GAP &&
    other.x < one.x + one.width + GAP &&
    one.y < other.y + other.height + GAP &&
    other.y < one.y + one.height + GAP
  );
}

/** Where the line from a box's middle to another's crosses its edge. */
function leaving(from, to) {
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
  const [across, down] = [to.x + to.width / 2 - x, to.y + to.height / 2 - y];
  const share = Math.min(
    across ? from.width / 2 / Math.abs(across) : Infinity,
    down ? from.height / 2 / Math.abs(down) : Infinity,
    1,
  );
  return [x + across * share, y + down * share];
}

/** Places below and above a line, each with how far from its middle it is. */
function* along([[x1, y1], [x2, y2]], width, height) {
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    for (let step = 0; step <= 12; step += 1) {
      const far = step + Math.abs(share - 0.5) * 8;
      yield [far, x - width / 2, y + 5 + step * 12];
      yield [far + 0.5, x - width / 2, y - height - 5 - step * 12];
    }
  }
}

function arrowhead() {
  const marker = drawn("marker", {
    ...{ id: "wbt-arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, orient: "auto" },
    ...{ markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse" },
  });
  marker.append(drawn("path", { d: "M1 1 L9 5 L1 9", class: "wbt-head" }));
  return marker;
}

class ThemeMap {
  constructor(root) {
    this.root = root;
    root.addEventListener("pointerdown", (event) => this.onDown(event));
    root.addEventListener("pointermove", (event) => this.onMove(event));
    root.addEventListener("pointerup", () => this.onUp());
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  take({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    if (this.held || this.timer) return; // what is being moved is newer
    this.data = data;
    const focused = document.activeElement?.dataset?.theme;
    this.root.style.height = `${data.height}px`;
    this.lines = drawn("svg", { class: "wbt-lines", width: "100%", height: data.height });
    this.nodes = new Map();
    const found = data.nodes.map((node) => this.node(node));
    this.says = data.lines.map((line) => made("div", "wbt-says", line.says));
    this.root.replaceChildren(this.lines, ...found, ...this.says);
    this.connect();
    if (focused) this.nodes.get(focused)?.focus();
  }

  node(node) {
    const element = made("div", `wbt-node ${node.top ? "wbt-top" : ""} wbt-${node.state}`, node.name);
    element.dataset.theme = node.id;
    element.tabIndex = 0;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", `${node.name}, ${node.state}. Arrow keys move it.`);
    element.style.width = `${node.width}px`;
    element.style.minHeight = `${node.height}px`;
    element.style.left = `${node.x}px`;
    element.style.top = `${node.y}px`;
    this.nodes.set(node.id, element);
    return element;
  }

  /** The line between two themes, from edge to edge. */
  between(one, other) {
    const [first, second] = [box(this.nodes.get(one)), box(this.nodes.get(other))];
    return [leaving(first, second), leaving(second, first)];
  }

  connect() {
    this.lines.replaceChildren(arrowhead());
    for (const [below, above] of this.data.parts) {
      const [[x1, y1], [x2, y2]] = this.between(below, above);
      this.lines.append(drawn("line", { x1, y1, x2, y2, class: "wbt-part" }));
    }
    const taken = [...this.nodes.values()].map(box);
    this.data.lines.forEach((line, at) => {
      const ends = this.between(line.source, line.target);
      const [[x1, y1], [x2, y2]] = ends;
      const drawing = { x1, y1, x2, y2, class: "wbt-line", "marker-end": "url(#wbt-arrow)" };
      this.lines.append(drawn("line", drawing));
      const say = this.says[at];
      if (line.says) taken.push(this.put(say, ends, taken));
      else say.remove();
    });
  }

  /** What a line says goes where it lies on nothing else, as near the line as can be. */
  put(say, ends, taken) {
    let best = null;
    for (const wide of WIDTHS) {
      say.style.maxWidth = `${wide}px`;
      const { offsetWidth: width, offsetHeight: height } = say;
      for (const [far, x, y] of along(ends, width, height)) {
        const place = {
          x: Math.max(0, Math.min(this.root.clientWidth - width, x)),
          y: Math.max(0, Math.min(this.data.height - height, y)),
          width,
          height,
        };
        const on = taken.filter((each) => touch(place, each)).length * 1000;
        if (best === null || on + far < best.far) best = { place, wide, far: on + far };
      }
    }
    say.style.maxWidth = `${best.wide}px`;
    say.style.left = `${best.place.x}px`;
    say.style.top = `${best.place.y}px`;
    return best.place;
  }

  moveTo(node, x, y) {
    const right = this.root.clientWidth - node.offsetWidth;
    const bottom = this.data.height - node.offsetHeight;
    node.style.left = `${Math.max(0, Math.min(right, x))}px`;
    node.style.top = `${Math.max(0, Math.min(bottom, y))}px`;
    this.connect();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), SETTLED);
  }

  keep() {
    this.timer = null;
    const places = {};
    for (const [id, node] of this.nodes) {
      places[id] = [
        node.offsetLeft / Math.max(1, this.data.width - node.offsetWidth),
        node.offsetTop / this.data.height,
      ];
    }
    this.trigger("moved", { places });
  }

  onDown(event) {
    const node = event.target.closest(".wbt-node");
    if (!node || !this.data.may) return;
    this.held = { node, x: event.clientX - node.offsetLeft, y: event.clientY - node.offsetTop };
    node.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    if (!this.held) return;
    this.moveTo(this.held.node, event.clientX - this.held.x, event.clientY - this.held.y);
  }

  onUp() {
    this.held = null;
  }

  onKey(event) {
    const node = event.target.closest(".wbt-node");
    const way = {
      ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP],
    }[event.key];
    if (!node || !way || !this.data.may) return;
    this.moveTo(node, node.offsetLeft + way[0], node.offsetTop + way[1]);
    event.preventDefault();
  }
}

const shown = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let root = parentElement.querySelector(".wbt");
  if (!root) {
    root = made("div", "wbt");
    parentElement.append(root);
  }
  if (!shown.has(root)) shown.set(root, new ThemeMap(root));
  shown.get(root).take(component);
}
