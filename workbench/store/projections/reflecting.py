"""What follows from reflecting on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import reflecting as decided
from workbench.model import FieldNote, LookBack, MemoLink, MemoView, Turn
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.MemoSeenThrough)
def memo_seen_through(d: decided.MemoSeenThrough, c: Circumstance) -> Iterator[Change]:
    yield Put(MemoView(d.view, d.memo, d.lenses, c.by, c.at))


@follows(decided.MemoLinked)
def memo_linked(d: decided.MemoLinked, c: Circumstance) -> Iterator[Change]:
    yield Put(MemoLink(d.link, d.memo, d.to, "linked", c.by, c.at))


@follows(decided.MemoUnlinked)
def memo_unlinked(d: decided.MemoUnlinked, _: Circumstance) -> Iterator[Change]:
    yield Edit(MemoLink, (d.link,), state=("linked", "unlinked"))


@follows(decided.LookedBack)
def looked_back(d: decided.LookedBack, c: Circumstance) -> Iterator[Change]:
    yield Put(LookBack(d.reply, d.memo, d.text, c.by, c.at))


@follows(decided.FieldNoteWritten)
def field_note_written(
    d: decided.FieldNoteWritten, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        FieldNote(
            *(d.note, d.transcript, d.observation, d.interpretation, d.held_on),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.FieldNoteOpened)
def field_note_opened(d: decided.FieldNoteOpened, _: Circumstance) -> Iterator[Change]:
    opened = {"source": (None, d.source), "version": (None, d.version)}
    yield Edit(FieldNote, (d.note,), **opened)
    for index, turn in enumerate(d.turns):
        place = (turn.start, turn.end, turn.start_ms, turn.end_ms)
        yield Put(Turn(d.version, index, turn.speaker, *place, turn.text))
