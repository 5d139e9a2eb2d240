// The study counts Unicode code points, the browser UTF-16 units.

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

  slice(from, to) {
    return this.words.slice(this.unit(from), this.unit(to));
  }
}
