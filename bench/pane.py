"""The transcript pane in real Chromium: how long until it shows, codes, saves, scrolls.

A transcript of 15,000 words in 400 turns with 500 and with 5,000 coded segments, then
a study of 25 transcripts of 14,000 words with 5,000. Prints one JSON object.

Interactive is the time from the start of the navigation until the first moment at which
a key press codes; painted from a key press until the frame after the words are marked;
committed until the study has acknowledged it. Medians of several tries.

    python bench/pane.py [--tries 10]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench._memory import tree_mb  # noqa: E402 - runs as a script too
from workbench.decisions.coding import CodeCreated, SegmentCoded  # noqa: E402
from workbench.decisions.decision import Words  # noqa: E402
from workbench.familiarise import search  # noqa: E402
from workbench.familiarise.anchoring import context  # noqa: E402
from workbench.familiarise.transcripts import Arrival, active, bring_in  # noqa: E402
from workbench.importers.parsed import (  # noqa: E402
    ParsedSpeaker,
    ParsedTranscript,
    ParsedTurn,
)
from workbench.model import Researcher  # noqa: E402
from workbench.store.project import Project  # noqa: E402
from workbench.store.surroundings import Surroundings  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CODES, SIZE = 60, {"width": 1366, "height": 768}
#: In the page from its first moment: code the turn at the caret as soon as a key does.
_FIRST_KEY: Final = """
localStorage.setItem('workbench:recent', '["c-0"]');
const wait = () => {
  const list = document.querySelector('.wb-list');
  const ready = list && document.activeElement === list
    && list.querySelector('.wb-words span');
  if (!ready) return requestAnimationFrame(wait);
  const key = (name) => list.dispatchEvent(
    new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true}));
  const state = () => document.querySelector('.wb-state').textContent;
  const before = state();
  key('t'); key('1');
  if (state() === before) return requestAnimationFrame(wait);
  document.documentElement.dataset.firstKey = performance.now();
};
if (window.top === window) requestAnimationFrame(wait);
"""
_ONE_KEY: Final = """
() => new Promise((done) => {
  const list = document.querySelector('.wb-list');
  const state = document.querySelector('.wb-state');
  const key = (name) => list.dispatchEvent(
    new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true}));
  key('j'); key('s');
  const begun = performance.now();
  key('1');
  let painted = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    painted = performance.now() - begun;
  }));
  const look = () => {
    if (painted && state.textContent.endsWith('\\u00b7 saved')) {
      done([painted, performance.now() - begun]);
    } else setTimeout(look, 2);
  };
  look();
})
"""
_SCROLL: Final = """
() => new Promise((done) => {
  const list = document.querySelector('.wb-list');
  list.scrollTop = 0;
  const frames = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    list.scrollTop += 90;
    if (frames.length < 240) requestAnimationFrame(step);
    else done(frames.slice(2));
  };
  requestAnimationFrame(step);
})
"""
_COMMON: Final = (
    *("the", "a", "of", "and", "to", "in", "I", "you", "it", "that", "was", "she"),
    *("felt", "like", "just", "so", "really", "think", "know", "about", "because"),
)


def talk(turns: int, words: int, chance: random.Random) -> ParsedTranscript:
    """Invented talk of so many turns and words."""
    each, made, start = words // turns, [], 0
    for at in range(turns):
        said = [chance.choice(_COMMON) for _ in range(each)]
        text = ". ".join(
            " ".join(said[cut : cut + 9]).capitalize() for cut in range(0, each, 9)
        )
        who = ("C", "participant") if at % 2 else ("I", "interviewer")
        end = start + len(text)
        made.append(ParsedTurn(at, *who, at * 9000, None, start, end, text))  # type: ignore[arg-type]
        start = end + 1
    speakers = [ParsedSpeaker(label, turns // 2, words // 2) for label in "IC"]
    return ParsedTranscript(
        *("talk.txt", "0" * 64, "labelled-text", "whole"),
        text="\n".join(turn.text for turn in made),
        turns=made,
        speakers=speakers,
    )


def build(
    folder: Path, transcripts: int, turns: int, words: int, coded: int
) -> Project:
    """A study of that size; coded segments lie thick, twelve on a turn at the most."""
    chance = random.Random(11)  # noqa: S311 - a study to measure, not a secret
    project = Project.create(
        folder / "study.workbench",
        title="Pane",
        orientation="codebook",
        researcher="Alma Bench",
        surroundings=Surroundings(config=folder / "config"),
    )
    by = project.rows(Researcher)[0].id
    names = [f"c-{number}" for number in range(CODES)]
    project.record(*(CodeCreated(n, Words(f"code {n}")) for n in names), by=by)
    for number in range(1, transcripts + 1):
        parsed = talk(turns, words, chance)
        name = f"P{number:02}"
        bring_in(project, by, [Arrival(parsed, name.encode(), name)])
        version = active(project, name).version
        made = []
        for at in range(coded // transcripts):
            turn = parsed.turns[(at * 7) % turns]
            start = turn.start + chance.randrange(max(1, len(turn.text) - 60))
            end = min(turn.end, start + chance.randrange(15, 120))
            quote, before, after = map(Words, context(parsed.text, start, end))
            segment = f"s-{number:02}{at:08x}"
            where = (segment, name, version, start, end, quote, before, after)
            made.append(SegmentCoded(*where, chance.choice(names)))
        project.record(*made, by=by)
    return project


class Served:
    """The app on a project, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        code = "from workbench.cli import main; main()"
        path = str(folder / "study.workbench")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-c", code, "open", path),
                *("--no-browser", "--port", str(self.port)),
            ],
            env=os.environ | {"WORKBENCH_CONFIG": str(folder / "config")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                asking.request("GET", "/_stcore/health")
                if asking.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)

    def address(self, page: str) -> str:
        """Where a page of the app is."""
        return f"http://127.0.0.1:{self.port}/{page}"

    def stop(self) -> None:
        """The app has ended."""
        self.process.kill()
        self.process.wait(10)


def first_key(page: Page, address: str) -> float:
    """Milliseconds from navigation until a key press coded; that coding is undone."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector("html[data-first-key]", state="attached")
    found = float(page.evaluate("document.documentElement.dataset.firstKey"))
    page.wait_for_selector(".wb-state:has-text('saved')")
    page.keyboard.press("z")
    page.wait_for_timeout(400)
    return found


def look(browser: Browser, served: Served, tries: int) -> dict[str, Any]:
    """The figures of one pane."""
    address = served.address("code?transcript=P01")
    served_once = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    served_once.goto(address)
    served_once.wait_for_selector(".wb-words span", timeout=60_000)
    served_once.close()
    context_ = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    context_.add_init_script(_FIRST_KEY)
    page = context_.new_page()
    cold = first_key(page, address)
    warm = [first_key(page, address) for _ in range(max(3, tries // 2))]
    keyed = []
    for _ in range(tries):
        keyed.append(page.evaluate(_ONE_KEY))
        page.wait_for_timeout(250)
    frames = page.evaluate(_SCROLL)
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.wait_for_timeout(500)
    return {
        "interactive_ms": round(statistics.median(warm)),
        "cold_ms": round(cold),
        "painted_ms": round(statistics.median(k[0] for k in keyed), 1),
        "committed_ms": round(statistics.median(k[1] for k in keyed), 1),
        "committed_worst_ms": round(max(k[1] for k in keyed), 1),
        "burst_kept": burst(page),
        "worst_frame_ms": round(max(frames), 1),
        "heap_mb": round(heap, 1),
    }


def burst(page: Page) -> int:
    """Of thirty key presses in 600 ms, how many became decisions."""
    page.keyboard.press("]")
    before = decisions(page)
    for _ in range(30):
        page.keyboard.press("p", delay=1)
        time.sleep(0.018)
    page.wait_for_selector(".wb-state:has-text('saved')")
    page.wait_for_timeout(600)
    return decisions(page) - before


def decisions(page: Page) -> int:
    """The number of the newest decision that the pane knows of."""
    records = "[...globalThis.__workbenchRecords.values()]"
    return int(page.evaluate(f"{records}[0].revision"))


def large(browser: Browser, folder: Path) -> dict[str, Any]:
    """Page switch, search and memory with a study of full size."""
    project = build(folder, transcripts=25, turns=280, words=14_000, coded=5_000)
    served = Served(folder)
    page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    page.goto(served.address("code"))
    page.wait_for_selector(".wb-words span", timeout=60_000)
    switches = []
    for name, ready in (
        ("familiarise", "h1:has-text('Familiarise'), h2:has-text('Familiarise')"),
        ("code", ".wb-words span"),
        ("themes", "h1:has-text('Themes'), h2:has-text('Themes')"),
        ("code", ".wb-words span"),
    ):
        begun = time.perf_counter()
        page.locator(f"[data-testid=stPageLink] a[href='{name}']").click()
        page.wait_for_selector(ready, timeout=60_000)
        page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
        switches.append(time.perf_counter() - begun)
    found = []
    lines = search.concordance(project)
    for words in ("really felt", "because", "know about"):
        begun = time.perf_counter()
        search.find(lines, words)
        found.append(time.perf_counter() - begun)
    memory = tree_mb(served.process.pid)
    served.stop()
    return {
        "page_switch_ms": round(statistics.median(switches) * 1000),
        "page_switch_worst_ms": round(max(switches) * 1000),
        "search_ms": round(statistics.median(found) * 1000),
        "server_mb": round(memory),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=10)
    given = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print(json.dumps({"skipped": "Chromium is not installed"}))
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as it is wanted

    figures: dict[str, Any] = {}
    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for coded in (500, 5_000):
            with tempfile.TemporaryDirectory() as scratch:
                build(Path(scratch), 1, 400, 15_000, coded)
                served = Served(Path(scratch))
                figures[str(coded)] = look(browser, served, given.tries)
                served.stop()
        with tempfile.TemporaryDirectory() as scratch:
            figures |= large(browser, Path(scratch))
        browser.close()
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
