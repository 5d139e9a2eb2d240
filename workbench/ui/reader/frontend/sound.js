// The recording beside the text: played by keys from a turn's own time. The browser asks
// for the stretches it needs; the file stays where it lies.

const BACK_S = 3;
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class Sound {
  constructor(host) {
    this.box = host.appendChild(document.createElement("div"));
    this.box.className = "rd-sound";
    this.box.hidden = true;
    this.player = this.box.appendChild(document.createElement("audio"));
    this.player.controls = true;
    this.player.preload = "metadata";
    this.player.setAttribute("aria-label", "Recording");
    this.rate = this.box.appendChild(document.createElement("span"));
    this.note = this.box.appendChild(document.createElement("span"));
    this.note.setAttribute("role", "status");
    this.player.addEventListener("ratechange", () => this.#tell());
    this.player.addEventListener("error", () => {
      if (this.address) this.note.textContent = "It cannot be played here.";
    });
  }

  /** The recording of what is read now; none hides the player. */
  show(address) {
    if (this.address === address) return;
    this.address = address;
    this.note.textContent = "";
    this.box.hidden = !address;
    if (address) this.player.src = new URL(address, location.href);
    else this.player.removeAttribute("src");
    this.#tell();
  }

  #tell() {
    const speed = this.player.playbackRate;
    this.rate.textContent = `${speed}\u00d7`;
    this.rate.title = "Speed";
  }

  playFrom(ms) {
    if (!this.address) return;
    if (ms == null) {
      this.note.textContent = "This turn has no time of its own.";
      return;
    }
    this.note.textContent = "";
    this.player.currentTime = ms / 1000;
    this.#play();
  }

  toggle() {
    if (!this.address) return;
    if (this.player.paused) this.#play();
    else this.player.pause();
  }

  #play() {
    // a pause that comes before it began is no fault; a real one is told by `error`
    this.player.play().catch(() => {});
  }

  back() {
    if (this.address) this.player.currentTime = Math.max(0, this.player.currentTime - BACK_S);
  }

  faster(step) {
    const at = SPEEDS.indexOf(this.player.playbackRate);
    const next = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + step))];
    if (this.address) this.player.playbackRate = this.player.defaultPlaybackRate = next;
  }

  /** Keys that work while something is typed beside the text. */
  everywhere(event) {
    if (!this.address || !event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ".") this.toggle();
    else if (event.key === ",") this.back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
