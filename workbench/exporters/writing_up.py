"""What an author decides about the printed study: extracts, their wording, order.

The words of an extract stay what was said; what is printed may be shorter or clearer,
with every change in square brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.writing_up import (
    CaptionWorded,
    ExtractWorded,
    ThemesPutInOrder,
)
from workbench.errors import RefusedError
from workbench.exporters.table import AsTyped
from workbench.familiarise.quote_edits import fault, tidied
from workbench.model import Caption, CodedSegment, Extract, Theme, ThemeOrder
from workbench.study import THEME, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.store.project import Project, Receipt

#: The captions that an author can word, with what stands there otherwise.
CAPTIONS: Final = {
    "theme-table": (
        "Themes, their central organising concepts and illustrative extracts"
    ),
    "quote-bank": "Quote bank",
    "participant-matrix": "Participants and themes",
    "data-to-theme": "From data to theme",
    "participants": "Participants",
    "lineage": "How the themes came to be",
    "phases": "How each phase was done",
}


def word_extract(
    project: Project, by: str, extract: str, printed: str, reason: str | None = None
) -> Receipt:
    """An extract is printed in this wording; an empty one prints what was said.

    Raises:
        UnknownObjectError: no such extract.
        RefusedError: it was dropped, or outside the brackets it is not what was said.
    """
    require(project, by, THEME)
    old = project.one(Extract, id=extract)
    if old.state != "chosen":
        msg = f"extract {extract} was dropped. Choose it again first."
        raise RefusedError(msg)
    quote = project.read(CodedSegment, id=old.segment)[0].quote
    text = tidied(printed)
    if text in ("", " ".join(quote.split())):
        new = None
    else:
        wrong = fault(quote, text)
        if wrong:
            msg = f"extract {extract}: {wrong}."
            raise RefusedError(msg)
        new = Words(text)
    return project.record(
        ExtractWorded(extract, old.printed, new, Words(reason) if reason else None),
        by=by,
    )


def put_in_order(
    project: Project, by: str, themes: Sequence[str], reason: str | None = None
) -> Receipt:
    """The themes are told in this order.

    Raises:
        RefusedError: a theme is named twice, or does not stand.
    """
    require(project, by, THEME)
    standing = {t.id for t in project.rows(Theme) if t.state != "discarded"}
    if len(set(themes)) < len(themes) or not set(themes) <= standing:
        msg = "an order names standing themes, each once."
        raise RefusedError(msg)
    return project.record(
        ThemesPutInOrder(
            project.new_id("or"), tuple(themes), Words(reason) if reason else None
        ),
        by=by,
    )


def word_caption(project: Project, by: str, table: str, text: str) -> Receipt:
    """A table is printed under this caption; an empty one brings back its own.

    Raises:
        RefusedError: the table has no caption that can be worded.
    """
    require(project, by, THEME)
    if table not in CAPTIONS:
        msg = f"{table} has no caption. Known: {', '.join(CAPTIONS)}."
        raise RefusedError(msg)
    new = " ".join(text.split())
    return project.record(
        CaptionWorded(project.new_id("cp"), table, Words(new) if new else None), by=by
    )


def order_in_force(orders: Iterable[ThemeOrder]) -> tuple[str, ...]:
    """The order decided last; empty where none was."""
    latest = max(orders, key=lambda order: (order.at, order.id), default=None)
    return latest.themes if latest else ()


def caption_in_force(captions: Iterable[Caption], table: str) -> str:
    """The caption decided last, or the workbench's own."""
    own = [caption for caption in captions if caption.table == table]
    latest = max(own, key=lambda caption: (caption.at, caption.id), default=None)
    if latest and latest.text:
        return AsTyped(latest.text)
    return CAPTIONS[table]
