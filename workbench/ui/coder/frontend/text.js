// Text at the browser's edge. The study counts Unicode code points, the browser UTF-16
// units; a text without pairs of surrogates needs no counting at all.

const PAIRS = /[\ud800-\udfff]/;

export class Text {
  constructor(words) {
    this.words = words;
    this.paired = PAIRS.test(words);
    this.length = this.paired ? [...words].length : words.length;
  }

  /** The UTF-16 offset of a code point. */
  unit(point) {
    if (!this.paired) return point;
    let unit = 0;
    for (; point > 0 && unit < this.words.length; point -= 1) {
      unit += this.words.codePointAt(unit) > 0xffff ? 2 : 1;
    }
    return unit;
  }

  /** The code point at a UTF-16 offset; the middle of a pair belongs to the pair. */
  point(unit) {
    if (!this.paired) return unit;
    let point = 0;
    for (let at = 0; at < unit; point += 1) {
      at += this.words.codePointAt(at) > 0xffff ? 2 : 1;
    }
    return point;
  }

  slice(from, to) {
    return this.words.slice(this.unit(from), this.unit(to));
  }
}

/** FNV-1a over code points: says whether both sides mean the same words, without them. */
export function check(words) {
  let sum = 0x811c9dc5;
  for (const sign of words) sum = Math.imul(sum ^ sign.codePointAt(0), 0x01000193) >>> 0;
  return sum;
}

const cut = (words, granularity) => [
  ...new Intl.Segmenter(undefined, { granularity }).segment(words),
];

/** Ends of words in UTF-16 units, rising. */
export const wordEnds = (words) =>
  cut(words, "word").filter((w) => w.isWordLike).map((w) => w.index + w.segment.length);

/** Beginnings of words in UTF-16 units, rising. */
export const wordStarts = (words) =>
  cut(words, "word").filter((w) => w.isWordLike).map((w) => w.index);

/** Sentences as [start, end] in UTF-16 units, without the blanks around them. */
export const sentences = (words) =>
  cut(words, "sentence")
    .map(({ index, segment }) => {
      const lead = segment.length - segment.trimStart().length;
      return [index + lead, index + segment.trimEnd().length];
    })
    .filter(([start, end]) => end > start);

/** An element with a class and text; text only ever enters as text. */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text != null) made.textContent = text;
  return made;
}

/** A button that does not take the focus away from the reading. */
export function button(className, text, title, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.title = title;
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", act);
  return made;
}

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20]
    .reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}

/** How well a search fits a text: 0 for not at all; letters in order, better together. */
export function fits(search, text) {
  if (!search) return 1;
  const [wanted, there] = [search.toLowerCase(), text.toLowerCase()];
  const whole = there.indexOf(wanted);
  if (whole >= 0) return 100 - Math.min(whole, 40) + (whole === 0 ? 20 : 0);
  let [at, score, last] = [0, 10, -1];
  for (const sign of wanted) {
    if (sign === " ") continue;
    at = there.indexOf(sign, at);
    if (at < 0) return 0;
    if (at === last + 1) score += 2;
    else if (at === 0 || " -./".includes(there[at - 1])) score += 3;
    last = at;
    at += 1;
  }
  // letters strewn over a long text are no likeness
  return score - 10 >= wanted.length ? score - (last - wanted.length) / 8 : 0;
}
