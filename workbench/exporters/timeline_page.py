"""Every decision as a line of one page that is searched offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.exporters.interactive import choices, page
from workbench.exporters.trail_folding import fold
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_sentences import SENTENCES
from workbench.exporters.trail_story import date, words_of_the_story
from workbench.model import Researcher

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

_SCRIPT: Final = """
const $ = id => document.getElementById(id);
const MOST = 300;
const folded = DATA.rows.map(row => row[5].toLocaleLowerCase());
function show() {
  const words = $("words").value.toLocaleLowerCase().split(/\\s+/).filter(Boolean);
  const phase = $("phase").value, who = $("who").value, weight = $("weight").value;
  const list = $("list");
  list.replaceChildren();
  let found = 0;
  for (let i = 0; i < DATA.rows.length; i++) {
    const [seq, day, p, w, decisive, text] = DATA.rows[i];
    if (phase !== "" && p !== Number(phase)) continue;
    if (who !== "" && w !== Number(who)) continue;
    if (weight === "0" && !decisive) continue;
    const says = word => folded[i].includes(word) || String(seq) === word;
    if (!words.every(says)) continue;
    found++;
    if (found > MOST) continue;
    const line = document.createElement("p");
    line.dir = "auto";
    const lead = document.createElement("span");
    lead.className = "day";
    lead.textContent = DATA.days[day] + ", decision " + seq + ": ";
    line.append(lead, DATA.people[w] + " " + text);
    list.append(line);
  }
  const shown = Math.min(found, MOST);
  $("count").textContent = found === 1 ? "1 decision" : found === shown
    ? found + " decisions" : shown + " of " + found + " decisions; narrow the search";
}
for (const id of ["words", "phase", "who", "weight"]) {
  $(id).addEventListener("input", show);
}
document.querySelector("form").addEventListener("submit", e => e.preventDefault());
function asked() {
  const number = decodeURIComponent(location.hash.slice(1));
  if (number) $("words").value = number;
  show();
}
addEventListener("hashchange", asked);
asked();
"""


def timeline_page(moment: Moment) -> bytes:
    """The whole trail in sentences: searched by words, phase, person and weight."""
    events = moment.events()
    in_force = {event.seq for event in moment.standing()}
    names = Names(moment.words(words_of_the_story(events)))
    called = {who.id: who.name for who in moment.read(Researcher)}
    registered, phases = kinds(), list(Phase)
    people: dict[str, int] = {}
    days: dict[str, int] = {}
    rows: list[list[Any]] = []
    for event in events:
        decision = event.decision()
        names.learn(decision)
        told = SENTENCES.get(type(decision))
        is_decisive = told is not None
        if told is not None:
            names.by = event.by
            text = told(names, decision)
            reason = getattr(decision, "reason", None)
            text += f" Reason: {names.words(reason)}" if reason else ""
        elif event.kind == "Undone":
            text = "took an earlier decision back."
        else:
            text = f"recorded: {fold([decision], names)}"
        if event.seq not in in_force and event.kind != "Undone":
            text += " (Taken back later.)"
        who = people.setdefault(called.get(event.by, event.by), len(people))
        day = days.setdefault(date(event.at), len(days))
        phase = phases.index(PHASE[registered[event.kind]])
        rows.append([event.seq, day, phase, who, int(is_decisive), text])
    body = (
        "<p>Every decision of the study, in order. Type words to search; a number "
        "finds the decision of that number.</p>\n<form>"
        '<label>Words or number<input id="words" type="search" autofocus></label>'
        + choices("phase", "Phase", [str(p) for p in phases], "every phase")
        + choices("who", "By", list(people), "everybody")
        + choices("weight", "Which", ["decisive ones only"], "all decisions")
        + '</form>\n<p id="count" role="status"></p>\n<div id="list"></div>'
    )
    data = {"rows": rows, "days": list(days), "people": list(people)}
    title = f"{moment.study().title}: every decision"
    return page(title, body, data, _SCRIPT)
