"""Extracts worded for print go with their transcripts: nobody's wording is lost unsaid.

The same strings are replaced in the wording, where it is then still what the transcript
says with marked changes. Where it is not, the extract is printed as it was spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.writing_up import ExtractWorded
from workbench.familiarise.quote_edits import BRACKETS, fault
from workbench.model import ERASED, CodedSegment, Extract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.decisions.familiarisation import Reanchored
    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project

#: A replacement that has brackets of its own, put in as an author's word.
_NESTED: Final = re.compile(r"\[\[([^\[\]]*)\]\]")


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
    spoken = {segment.id: segment for segment in project.read(CodedSegment)}
    said = {extract.id: extract.printed for extract in project.read(Extract)}
    decisions, kept = [], set()
    for extract in project.rows(Extract):
        words, text = extract.printed, said[extract.id]
        if words is None or text in (None, ERASED):
            continue
        before, segment = spoken.get(extract.segment), moved.get(extract.segment)
        is_same = segment is not None and segment.quote == segment.old_quote
        if before is not None and (before.transcript not in transcripts or is_same):
            told = _of_same_quote(text, before.quote, sought)
        else:
            told = _of_new_quote(text, segment, sought)
        if told == text:
            kept.add(words)
            continue
        new = None if told is None else Words(told)
        reason = Words("pseudonymised")
        decisions.append(ExtractWorded(extract.id, words, new, reason))
    old = [d.old for d in decisions if d.old is not None]
    return Printed(tuple(decisions), frozenset(kept), (*old, *_before(project, sought)))


def _of_new_quote(text: str, segment: Reanchored | None, sought: Sought) -> str | None:
    """The wording of a quote that reads otherwise now; None where it cannot follow."""
    new = _NESTED.sub(r"[\1]", sought.replaced(text))
    quote = segment.quote if segment is not None else None
    fits = isinstance(quote, Words) and fault(str(quote), new) is None
    return new if fits and not sought.stands_exactly(new) else None


def _of_same_quote(text: str, quote: str, sought: Sought) -> str | None:
    """The wording of a quote that stays: only what its author put in is replaced.

    What stands outside the brackets, or in a mark of the transcript's own, was left
    there by decision.
    """

    def said_otherwise(found: re.Match[str]) -> str:
        return found[0] if found[0] in quote else sought.replaced(found[0])

    new = _NESTED.sub(r"[\1]", BRACKETS.sub(said_otherwise, text))
    own = [each for each in BRACKETS.findall(new) if each not in quote]
    if any(map(sought.stands_exactly, own)):
        return None
    return new if new == text or fault(quote, new) is None else None


def _before(project: Project, sought: Sought) -> list[str]:
    """Wordings of any time that hold a decided string, as it was found."""
    events = [e for e in project.events() if e.kind == ExtractWorded.__name__]
    asked = [e.payload[name] for e in events for name in ("old", "new")]
    texts = project.words(*{words for words in asked if words is not None})
    return [w for w, text in texts.items() if text and sought.stands_exactly(text)]
