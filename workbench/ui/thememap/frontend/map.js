// The theme map: themes are moved by hand or by the arrow keys, and stay where they are.

const SETTLED = 700; // milliseconds without a move until the arrangement is kept
const STEP = 12;

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

  middle(id) {
    const node = this.nodes.get(id);
    return [node.offsetLeft + node.offsetWidth / 2, node.offsetTop + node.offsetHeight / 2];
  }

  connect() {
    this.lines.replaceChildren();
    for (const [below, above] of this.data.parts) {
      const [[x1, y1], [x2, y2]] = [this.middle(below), this.middle(above)];
      this.lines.append(drawn("line", { x1, y1, x2, y2, class: "wbt-part" }));
    }
    this.data.lines.forEach((line, at) => {
      const [[x1, y1], [x2, y2]] = [this.middle(line.source), this.middle(line.target)];
      this.lines.append(drawn("line", { x1, y1, x2, y2, class: "wbt-line" }));
      const say = this.says[at];
      say.style.left = `${(x1 + x2) / 2 - say.offsetWidth / 2}px`;
      say.style.top = `${(y1 + y2) / 2 - say.offsetHeight / 2}px`;
    });
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
