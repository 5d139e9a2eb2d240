"""Extracts worded for print go with their transcripts: nobody's wording is lost unsaid.

The same strings are replaced in the wording, where it is then still what the transcript
says with marked changes. Where it is not, the extract is printed as it was spoken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.writing_up import ExtractWorded
from workbench.familiarise.quote_edits import fault
from workbench.model import ERASED, CodedSegment, Extract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Printed:
    """How the wordings of extracts fared."""

    decisions: tuple[ExtractWorded, ...]
    #: Wordings that stand as they were.
    kept_words: frozenset[str]
    #: Wordings, of any time, that hold what was replaced.
    old_words: tuple[str, ...]

    @property
    def reworded(self) -> int:
        """Extracts that are printed in their wording, with what was decided in it."""
        return sum(each.new is not None for each in self.decisions)

    @property
    def as_spoken(self) -> int:
        """Extracts whose wording could not follow."""
        return len(self.decisions) - self.reworded


def printed_anew(
    project: Project, changed: Sequence[Changed], sought: Sought
) -> Printed:
    """The wordings that follow what was decided, before it is recorded."""
    moved = {m.segment: m for c in changed for m in c.decision.reanchored}
    transcripts = {each.transcript for each in changed}
    of = {segment.id: segment.transcript for segment in project.rows(CodedSegment)}
    said = {extract.id: extract.printed for extract in project.read(Extract)}
    decisions, kept = [], set()
    for extract in project.rows(Extract):
        words, text = extract.printed, said[extract.id]
        if words is None or text in (None, ERASED):
            continue
        segment = moved.get(extract.segment)
        is_same = segment is not None and segment.quote == segment.old_quote
        if of.get(extract.segment) not in transcripts or is_same:
            kept.add(words)
            continue
        new = sought.replaced(text)
        quote = segment.quote if segment is not None else None
        fits = isinstance(quote, Words) and fault(str(quote), new) is None
        if not fits or sought.stands_exactly(new):
            told = None
        elif new == text:
            kept.add(words)
            continue
        else:
            told = Words(new)
        reason = Words("pseudonymised")
        decisions.append(ExtractWorded(extract.id, words, told, reason))
    old = [d.old for d in decisions if d.old is not None]
    return Printed(tuple(decisions), frozenset(kept), (*old, *_before(project, sought)))


def _before(project: Project, sought: Sought) -> list[str]:
    """Wordings of any time that hold a decided string, as it was found."""
    events = [e for e in project.events() if e.kind == ExtractWorded.__name__]
    asked = [e.payload[name] for e in events for name in ("old", "new")]
    texts = project.words(*{words for words in asked if words is not None})
    return [w for w, text in texts.items() if text and sought.stands_exactly(text)]
