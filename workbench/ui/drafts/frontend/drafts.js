// What is being typed survives a reload of the page. It is kept in this tab's own
// session storage, goes when the tab is closed, and goes when it is handed in.

const PREFIX = "workbench draft ";
const WAIT = 400; // milliseconds after the last key; five seconds may be lost, this is less

const areas = () => [...document.querySelectorAll("textarea[aria-label]")];

class Drafts {
  constructor() {
    this.stop = new AbortController();
    const on = { signal: this.stop.signal, capture: true };
    document.addEventListener("focusin", (event) => this.begin(event.target), on);
    document.addEventListener("input", (event) => this.later(event.target), on);
    document.addEventListener("click", (event) => this.handIn(event.target), on);
    this.watch = new MutationObserver(() => this.soon());
    this.watch.observe(document.body, { childList: true, subtree: true });
    this.waiting = new Map();
  }

  destroy() {
    this.stop.abort();
    this.watch.disconnect();
    clearTimeout(this.looking);
  }

  show(study) {
    this.study = study;
    this.soon();
  }

  key(area) {
    return `${PREFIX}${this.study} ${location.pathname} ${area.ariaLabel}`;
  }

  /** What stood there before anybody typed: a draft belongs to that text only. */
  begin(area) {
    if (area.matches?.("textarea[aria-label]")) area.__before ??= area.value;
  }

  later(area) {
    if (!area.matches?.("textarea[aria-label]")) return;
    this.begin(area);
    clearTimeout(this.waiting.get(area));
    this.waiting.set(area, setTimeout(() => {
      const draft = JSON.stringify([area.__before ?? "", area.value]);
      sessionStorage.setItem(this.key(area), draft);
    }, WAIT));
  }

  handIn(target) {
    const button = target.closest?.("button");
    if (!button || button.closest("[role=radiogroup], [role=tablist]")) return;
    const form = button.closest("[data-testid=stForm]");
    for (const area of areas()) {
      if (area.closest("[data-testid=stForm]") !== form) continue;
      clearTimeout(this.waiting.get(area));
      sessionStorage.removeItem(this.key(area));
    }
  }

  soon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.restore(), 150);
  }

  restore() {
    for (const area of areas()) {
      if (area.__looked) continue;
      area.__looked = true;
      const kept = sessionStorage.getItem(this.key(area));
      if (!kept) continue;
      const [before, text] = JSON.parse(kept);
      if (area.value !== before || text === before) continue;
      area.__before = before;
      const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
      set.call(area, text);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

export default ({ data, parentElement }) => {
  const drafts = (parentElement.__drafts ??= new Drafts());
  drafts.show(data.study);
  return () => {
    // also called for a message that the next one overtook: drafts are kept on
    if (parentElement.isConnected) return;
    drafts.destroy();
    delete parentElement.__drafts;
  };
};
