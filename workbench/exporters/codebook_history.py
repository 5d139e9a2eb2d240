"""The codebook as of any two dates, and what changed between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import coding
from workbench.exporters.interactive import page
from workbench.exporters.table import Content, Sheet
from workbench.exporters.trail_story import date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.decisions.decision import Decision
    from workbench.exporters.reading import Moment

_FIELDS: Final = ("name", "definition", "include", "exclude", "example", "parent")
_SCRIPT: Final = """
const $ = id => document.getElementById(id);
const FIELDS = ["name", "definition", "include", "exclude", "example", "parent"];
function asOf(day) {
  const found = new Map();
  for (const v of DATA.versions) {
    if (v.day > day) continue;
    if (v.state === "active") found.set(v.code, v); else found.delete(v.code);
  }
  return found;
}
function fate(code, day) {
  let last = null;
  for (const v of DATA.versions) if (v.code === code && v.day <= day) last = v;
  return last && last.state !== "active" ? last.state : "";
}
function line(into, name, text, kind) {
  if (!text) return;
  const p = document.createElement("p");
  p.dir = "auto";
  if (kind) p.className = kind;
  p.textContent = (name === "name" ? "" : name + ": ") + text;
  if (name === "name") p.style.fontWeight = "600";
  into.append(p);
}
function show() {
  const [one, two] = [Number($("one").value), Number($("two").value)];
  const before = asOf(Math.min(one, two)), after = asOf(Math.max(one, two));
  const list = $("list"), only = $("only").checked;
  list.replaceChildren();
  let gone = 0, made = 0, changed = 0;
  const codes = new Set([...before.keys(), ...after.keys()]);
  const name = code => (after.get(code) || before.get(code)).name;
  for (const code of [...codes].sort((a, b) => name(a).localeCompare(name(b)))) {
    const a = before.get(code), b = after.get(code);
    const same = a && b && FIELDS.every(f => a[f] === b[f]);
    if (!a) made++; else if (!b) gone++; else if (!same) changed++;
    if (same && only) continue;
    const part = document.createElement("section");
    for (const f of FIELDS) {
      const [x, y] = [a ? a[f] : "", b ? b[f] : ""];
      if (a && b && x === y) line(part, f, y, "same");
      else if (!a) line(part, f, y, f === "name" ? "new" : "");
      else if (!b) line(part, f, x, "gone");
      else { line(part, f, x, "was"); line(part, f, y || "(empty)", "now"); }
    }
    if (!b) line(part, "fate", fate(code, Math.max(one, two)), "");
    list.append(part, document.createElement("hr"));
  }
  $("count").textContent = before.size + " codes on the earlier day, " + after.size +
    " on the later; " + made + " new, " + gone + " gone, " + changed + " changed.";
}
for (const id of ["one", "two"]) {
  DATA.days.forEach((day, at) => $(id).add(new Option(day, at)));
}
if (DATA.days.length) { $("one").value = 0; $("two").value = DATA.days.length - 1; }
for (const id of ["one", "two", "only"]) $(id).addEventListener("input", show);
document.querySelector("form").addEventListener("submit", e => e.preventDefault());
if (DATA.days.length) show();
"""


@dataclass(frozen=True, slots=True)
class CodeAsOf:
    """What a code was from one decision on; words as wording ids."""

    code: str
    seq: int
    at: str
    name: str
    definition: str | None
    include: str | None
    exclude: str | None
    example: str | None
    parent: str | None
    #: active, or what became of it
    state: str = "active"


def versions(moment: Moment) -> list[CodeAsOf]:
    """Every version of every code, in the order of the decisions."""
    now: dict[str, CodeAsOf] = {}
    found: list[CodeAsOf] = []
    for event in moment.standing():
        if event.kind not in _KINDS:
            continue
        for version in _after(event.decision(), now):
            dated = replace(version, seq=event.seq, at=event.at)
            now[dated.code] = dated
            found.append(dated)
    return found


_KINDS: Final = frozenset(
    kind.__name__
    for kind in (
        coding.CodeCreated,
        coding.CodeRenamed,
        coding.CodeRedefined,
        coding.CodeMoved,
        coding.CodesMerged,
        coding.CodeSplit,
        coding.CodeRetired,
    )
)


def _after(decision: Decision, now: dict[str, CodeAsOf]) -> Iterator[CodeAsOf]:
    d: Any = decision
    if isinstance(decision, coding.CodeCreated):
        texts = (d.definition, d.include, d.exclude, d.example, d.parent)
        yield CodeAsOf(d.code, 0, "", d.name, *texts)
    elif isinstance(decision, coding.CodeRenamed) and d.code in now:
        yield replace(now[d.code], name=d.new)
    elif isinstance(decision, coding.CodeRedefined) and d.code in now:
        yield replace(
            now[d.code],
            **{name: getattr(d, name) for name in _FIELDS[1:4]},
        )
    elif isinstance(decision, coding.CodeSplit):
        for pile in decision.piles:
            texts = (pile.definition, None, None, None, decision.parent)
            yield CodeAsOf(pile.code, 0, "", pile.name, *texts)
    elif isinstance(decision, coding.CodeMoved) and d.code in now:
        yield replace(now[d.code], parent=d.new)
    elif isinstance(decision, coding.CodesMerged) and d.source in now:
        yield replace(now[d.source], state=f"merged into {d.into}")
    elif isinstance(decision, coding.CodeRetired) and d.code in now:
        yield replace(now[d.code], state="retired")


def codebook_history(moment: Moment) -> Content:
    """A row per version of a code: from which day on it read how."""
    found = versions(moment)
    said = _said(moment, found)
    names = {version.code: said.get(version.name, "") for version in found}
    rows: list[tuple[str | int | None, ...]] = [
        (
            version.code,
            version.at[:10],
            version.seq,
            *(said.get(getattr(version, field) or "", "") for field in _FIELDS[:5]),
            names.get(version.parent or "", ""),
            _state(version, names),
        )
        for version in found
    ]
    columns = ("code", "from day", "decision", *_FIELDS, "state")
    sheet = Sheet("Codebook history", columns, rows)
    return Content(f"{moment.study().title}: history of the codebook", (), (sheet,))


def codebook_history_page(moment: Moment) -> bytes:
    """A page on which two days are chosen and their codebooks compared."""
    found = versions(moment)
    said = _said(moment, found)
    names = {version.code: said.get(version.name, "") for version in found}
    days = list(dict.fromkeys(version.at[:10] for version in found))
    data = {
        "days": [date(day) for day in days],
        "versions": [
            {
                "code": version.code,
                "day": days.index(version.at[:10]),
                "state": _state(version, names),
                **{f: said.get(getattr(version, f) or "", "") for f in _FIELDS[:5]},
                "parent": names.get(version.parent or "", ""),
            }
            for version in found
        ],
    }
    body = (
        "<p>The codebook as it stood at the end of any two days on which it changed, "
        "and what changed between them.</p>\n<form>"
        '<label>One day<select id="one"></select></label>'
        '<label>Another day<select id="two"></select></label>'
        '<label>Only differences<input id="only" type="checkbox"></label></form>\n'
        '<p id="count" role="status"></p>\n<div id="list"></div>'
    )
    return page(f"{moment.study().title}: history of the codebook", body, data, _SCRIPT)


def _said(moment: Moment, found: list[CodeAsOf]) -> dict[str, str]:
    ids = {getattr(version, field) for version in found for field in _FIELDS[:5]}
    return moment.words(sorted(ids - {None}))


def _state(version: CodeAsOf, names: dict[str, str]) -> str:
    what, _, into = version.state.partition(" into ")
    return f"{what} into {names.get(into, into)}" if into else what
