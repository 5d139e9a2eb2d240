"""What was intended before and beside the analysis: set-up, position, expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.exporters.facts import Facts
from workbench.exporters.table import (
    Column,
    Content,
    Heading,
    Line,
    Sheet,
    Table,
    Text,
)
from workbench.exporters.trail_story import date
from workbench.in_words import capital, in_words, setting
from workbench.study import KNOWN_SETTINGS, LOCK, PARTICIPANT_NAMES, SWITCHES

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
from workbench.exporters.table import Block

#: Choices about the tool: left alone, they stand as they come.
_OF_THE_TOOL: Final = (
    *(*SWITCHES, LOCK, PARTICIPANT_NAMES),
    *("counts", "gap-report", "first-pass", "embedding-model"),
)


def intentions(moment: Moment) -> Content:
    """Every choice of the set-up with its history, and what was never set."""
    facts = Facts.of(moment)
    study = moment.study()
    events = facts.kinds.get("SettingChanged", [])
    asked = facts.kinds.get("QuestionAsked", [])
    aside = facts.kinds.get("QuestionSetAside", [])
    ids = {v for e in (*events, *asked, *aside) for v in e.payload.values()}
    said = moment.words(sorted(v for v in ids if isinstance(v, str)))
    blocks: list[Block] = [
        Text(
            f"Orientation: {in_words(study.orientation)}. "
            f"{study.orientation_note or ''}".strip()
        ),
        Heading("Research questions", 2),
    ]
    texts = {event.payload["question"]: said[event.payload["text"]] for event in asked}
    blocks.extend(
        Text(texts[event.payload["question"]], "Dated Entry", date(event.at))
        for event in asked
    )
    for event in aside:
        reason = said.get(event.payload["reason"] or "", "Reason: not recorded.")
        what = texts.get(event.payload["question"], "")
        told = f"Set aside: {what} {reason}"
        blocks.append(Text(told, "Dated Entry", date(event.at)))
    if not asked:
        blocks.append(Text("Not recorded."))
    rows = [
        (
            setting(event.payload["key"]),
            date(event.at),
            said[event.payload["new"]],
            said.get(event.payload["reason"] or "", ""),
            str(event.seq),
        )
        for event in events
    ]
    if rows:
        blocks.append(Heading("Choices", 2))
        blocks.append(_choices(rows))
    never = [
        setting(key)
        for key in KNOWN_SETTINGS
        if key not in facts.settings and key not in _OF_THE_TOOL
    ]
    if never:
        blocks.append(Text(f"Nothing was written down on: {'; '.join(never)}."))
    columns = ("choice", "day", "what was set", "reason", "decision")
    sheet = Sheet("Set-up", columns, rows)
    return Content(f"{study.title}: intentions", blocks, (sheet,))


def _choices(rows: list[tuple[str, str, str, str, str]]) -> Table:
    """What was set, with its reason below it."""
    heads = ("Choice", "Day", "What was set", "Decision")
    widths = (3.8, 3.5, 7.6, 2.1)
    printed = [
        (
            capital(choice),
            day,
            (Line(new), *((Line(f"Reason: {why}", "Aside"),) if why else ())),
            number,
        )
        for choice, day, new, why, number in rows
    ]
    return Table(
        "Choices of the set-up in the order in which they were made",
        [Column(h, w) for h, w in zip(heads, widths, strict=True)],
        printed,
        whole_rows=False,
    )
