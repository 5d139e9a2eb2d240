"""Every candidate theme that was ever begun, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.decisions import themes as decided
from workbench.exporters.table import Column, Content, Line, Sheet, Table
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_sentences import SENTENCES
from workbench.exporters.trail_story import date, words_of_the_story
from workbench.in_words import counted, listed
from workbench.model import Theme
from workbench.store import undo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.store.trail import Event

_KINDS = (
    decided.ThemeStarted,
    decided.ThemeRenamed,
    decided.ThemeConceived,
    decided.ThemeCodesChanged,
    decided.ThemeStateChanged,
    decided.ThemesMerged,
    decided.ThemeSplit,
    decided.ThemeMoved,
)


def lineage(moment: Moment) -> Content:
    """One account per candidate: first name, changes with reasons, what it is now."""
    standing = undo.standing(moment.events())
    names = Names(moment.words(words_of_the_story(standing)))
    begun: dict[str, str] = {}
    changes: dict[str, list[tuple[str, str, str]]] = {}
    for event in standing:
        decision: Any = event.decision()
        names.learn(decision)
        if not isinstance(decision, _KINDS):
            continue
        told = SENTENCES[type(decision)](names, decision)
        reason = getattr(decision, "reason", None)
        entry = (date(event.at), told, names.words(reason) if reason else "")
        for theme in _touched(event):
            changes.setdefault(theme, []).append(entry)
        if isinstance(decision, decided.ThemeStarted):
            begun[decision.theme] = names.words(decision.name)
    now = {theme.id: theme for theme in moment.read(Theme)}
    columns = ("initial candidate", "day", "change", "reason", "fate")
    rows: list[tuple[str, ...]] = []
    printed = []
    for theme, first in begun.items():
        now_is = fate(now[theme], now)
        rows.extend(
            (first, day, told, why, now_is) for day, told, why in changes[theme]
        )
        printed.append(
            (
                (Line(first, "Theme"),),
                tuple(_told(changes[theme])),
                (Line(now_is),),
            )
        )
    fates = [fate(now[theme], now).split()[0].rstrip(":") for theme in begun]
    ended = listed(f"{fates.count(f)} {_ENDED.get(f, f)}" for f in dict.fromkeys(fates))
    were = f"{counted(len(begun), 'candidate')} {'was' if len(begun) == 1 else 'were'}"
    table = Table(
        "How the themes came to be",
        (
            Column("Initial candidate", 3.4),
            Column("Changes and reasons", 10),
            Column("Now", 3.6),
        ),
        printed,
        (f"{were} begun: {ended}." if begun else "No candidate was begun.",),
        whole_rows=False,
    )
    sheet = Sheet("Lineage", columns, rows)
    return Content(f"{moment.study().title}: lineage of themes", (table,), (sheet,))


def _touched(event: Event) -> list[str]:
    payload = event.payload
    found = [payload[name] for name in ("theme", "source", "into") if name in payload]
    return [
        theme for each in found for theme in ([each] if isinstance(each, str) else each)
    ]


def _told(changes: list[tuple[str, str, str]]) -> Iterator[Line]:
    for day, told, why in changes:
        yield Line(f"{day}: {told}")
        if why:
            yield Line(f"Reason: {why}", "Aside")


#: What became of candidates, counted: so many of them ...
_ENDED = {
    "merged": "merged into another",
    "reviewed": "reviewed since",
    "defined": "defined",
    "candidate": "still a candidate",
}


def fate(theme: Theme, now: dict[str, Theme]) -> str:
    """What a candidate is now, or what it went into."""
    if theme.merged_into:
        return f"merged into \u201c{now[theme.merged_into].name}\u201d"
    if theme.state == "discarded":
        return "discarded"
    return f"{theme.state}: \u201c{theme.name}\u201d"
