"""The reflexive journal: an index of every entry, and those that were released."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.table import Column, Content, Heading, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.in_words import counted
from workbench.model import ERASED, Memo, Researcher

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block


def journal(moment: Moment) -> Content:
    """Day, writer, lenses and length of every entry; the text of those released.

    The index shows that a journal was kept without showing what stands in it.
    """
    entries = sorted(
        (m for m in moment.read(Memo) if m.kind == "journal"),
        key=lambda memo: (memo.at, memo.id),
    )
    names = {who.id: who.name for who in moment.read(Researcher)}
    lenses = _lenses(moment)
    rows, data = [], []
    for memo in entries:
        released = memo.visibility == "release"
        words = 0 if memo.text == ERASED else len(memo.text.split())
        who = names.get(memo.by, memo.by)
        seen = ", ".join(lenses.get(memo.id, ()))
        shown = "released" if released else "kept back"
        rows.append((date(memo.at), who, seen, str(words), shown))
        text = memo.text if released else None
        data.append((memo.id, memo.at[:10], who, seen, words, shown, text))
    by_state = Counter(memo.visibility == "release" for memo in entries)
    blocks: list[Block] = [
        Text(
            f"{counted(len(entries), 'entry', 'entries')}. "
            f"{_released_in_words(by_state)}"
        ),
        Table(
            "Index of the reflexive journal",
            (
                Column("Day", 3.5),
                Column("By", 5),
                Column("Lenses", 4.4),
                Column("Words", 1.7),
                Column("Text", 2.4),
            ),
            rows,
        ),
        *_released(moment, entries, names),
    ]
    columns = ("id", "day", "by", "lenses", "words", "state", "text")
    title = f"{moment.study().title}: reflexive journal"
    return Content(title, blocks, (Sheet("Journal", columns, data),))


def _released_in_words(by_state: Counter[bool]) -> str:
    if not by_state[False]:
        return "All of them were released in full by those who wrote them."
    return (
        f"{by_state[True] or 'None'} of them released in full by those who wrote them; "
        "of the others the index tells the day, the lenses and the length."
    )


def _released(
    moment: Moment, entries: list[Memo], names: dict[str, str]
) -> list[Block]:
    released = [memo for memo in entries if memo.visibility == "release"]
    if not released:
        return []
    backs: dict[str, list[model.LookBack]] = {}
    for reply in moment.read(model.LookBack):
        backs.setdefault(reply.memo, []).append(reply)
    blocks: list[Block] = [Heading("Released entries")]
    for memo in released:
        who = names.get(memo.by, memo.by)
        blocks.append(Text(f"{who}: {memo.text}", "Dated Entry", date(memo.at)))
        for reply in sorted(backs.get(memo.id, []), key=lambda each: each.at):
            who = names.get(reply.by, reply.by)
            told = f"{who}, looking back: {reply.text}"
            blocks.append(Text(told, "Dated Entry", date(reply.at)))
    return blocks


def _lenses(moment: Moment) -> dict[str, tuple[str, ...]]:
    """Through which lenses each entry looks, as was said last."""
    views = sorted(moment.read(model.MemoView), key=lambda view: (view.at, view.id))
    return {view.memo: view.lenses for view in views}
