// Codes are found by letters of their names; what does not match steps out of sight,
// on the board only. Groups and themes stay, so that codes can be moved to them.

import { made } from "./element.js";

export class Sieve {
  constructor(columns) {
    this.columns = columns;
    this.input = made("input", "wbb-input wbb-find");
    this.input.type = "search";
    this.input.placeholder = "Find a code: letters of its name";
    this.input.setAttribute("aria-label", "Find a code on the board");
    this.told = made("span", "wbb-quiet");
    this.element = made("div", "wbb-sieve");
    this.element.append(this.input, this.told);
    this.input.addEventListener("input", () => this.apply());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.input.value = "";
        this.apply();
      } else if (event.key === "ArrowDown" || event.key === "Enter") {
        this.columns.querySelector(".wbb-chip:not([hidden])")?.focus();
        event.preventDefault();
      }
      event.stopPropagation();
    });
  }

  /** Only chips whose names hold what was typed are shown. */
  apply() {
    const wanted = this.input.value.trim().toLocaleLowerCase();
    const found = new Set();
    for (const chip of this.columns.querySelectorAll(".wbb-chip")) {
      chip.hidden = !chip.textContent.toLocaleLowerCase().includes(wanted);
      if (!chip.hidden) found.add(chip.dataset.code);
    }
    this.told.textContent = wanted ? `${found.size} found; Escape shows all again` : "";
  }
}
