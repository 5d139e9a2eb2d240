"""The check of a draft: every quotation looked up, every claim held to the records.

The draft is read and never changed. What is found is for its author: a fault where a
quotation is not what was said, by whom it is said to be, or may not be quoted; a note
where a person should look.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.exporters.facts import Facts
from workbench.exporters.language_hints import LanguageHint, language_hints
from workbench.exporters.manuscript_claims import Claim, claims
from workbench.exporters.manuscript_reading import quotations, read_draft
from workbench.exporters.manuscript_sources import Sources, bare, plain
from workbench.exporters.trail_story import date
from workbench.in_words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.exporters.manuscript_reading import Passage, Quotation
    from workbench.exporters.manuscript_sources import Place
    from workbench.exporters.reading import Moment

VERBATIM: Final = "verbatim"
MARKED: Final = "edited, marked"
SILENT: Final = "silently edited"
UNKNOWN: Final = "unknown"
NAME: Final = "a name of yours"
_EXTRACT: Final = re.compile(r"\bQ-\w+")
_OVER_USED: Final = 0.25
_ENOUGH: Final = 8


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation, what it is, and what is wrong with it."""

    paragraph: int
    text: str
    citation: str
    verdict: str
    transcript: str | None = None
    turn: int | None = None
    participant: str | None = None
    #: What the transcript says there, where the draft says something else.
    said: str | None = None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HintAt:
    """A hint on the language of a paragraph."""

    paragraph: int
    hint: LanguageHint


@dataclass(frozen=True, slots=True)
class ManuscriptCheck:
    """Everything that was found in a draft."""

    quotations: tuple[Checked, ...]
    claims: tuple[Claim, ...]
    hints: tuple[HintAt, ...]
    #: Notes on who is quoted how often.
    voices: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        """How many quotations and claims are at fault."""
        return sum(bool(q.faults) for q in self.quotations) + len(self.claims)


def check_manuscript(moment: Moment, path: Path) -> ManuscriptCheck:
    """The draft at a path, held to the study at a moment.

    Raises:
        StorageError, RefusedError: it cannot be read as a Word file.
    """
    passages = read_draft(path)
    facts = Facts.of(moment)
    looker = _Looker(facts, Sources(moment))
    checked = tuple(looker.check(each) for each in quotations(passages))
    orientation = moment.study().orientation
    return ManuscriptCheck(
        quotations=checked,
        claims=tuple(claims(passages, facts)),
        hints=tuple(
            HintAt(passage.number, hint)
            for passage in passages
            for hint in language_hints(_own_words(passage, checked), orientation)
        ),
        voices=tuple(_voices(facts, checked)),
        counts=dict(Counter(each.verdict for each in checked)),
    )


def _own_words(passage: Passage, checked: Sequence[Checked]) -> str:
    """A paragraph without what it quotes."""
    text = passage.text
    for each in checked:
        if each.paragraph == passage.number:
            text = text.replace(each.text, " ")
    return text


class _Looker:
    """Looks quotations up in one study."""

    def __init__(self, facts: Facts, sources: Sources) -> None:
        self._facts = facts
        self._sources = sources
        self._people = facts.moment.participants_now()
        analysis = facts.analysis
        self._extracts = {
            extract.id: analysis.by_id[extract.segment]
            for chosen in analysis.extracts.values()
            for extract in chosen
            if extract.segment in analysis.by_id
        }
        ids = sorted(self._people, key=len, reverse=True)
        self._id = re.compile(
            "|".join(rf"\b{re.escape(name)}\b" for name in ids) or r"(?!)",
        )
        self._groups = {p.group for p in self._people.values() if p.group}

    def check(self, quotation: Quotation) -> Checked:
        """What a quotation is, and what is wrong with it."""
        cited = self._id.findall(quotation.citation)
        if not cited and self._sources.is_name(quotation.text):
            return self._said(quotation, NAME, None, (), ())
        refused = self._refused(cited)
        places, verdict = self._sources.verbatim(quotation.text), VERBATIM
        if not places:
            places, verdict = self._sources.edited(quotation.text), MARKED
        if places:
            place = self._best(places, cited)
            faults, notes = self._held_to(quotation, place, cited)
            return self._said(quotation, verdict, place, refused + faults, notes)
        near = self._sources.nearest(quotation.text)
        if near is None:
            told = "nobody in the analysis says this"
            if refused:
                return self._said(quotation, UNKNOWN, None, refused, (told,))
            return self._said(quotation, UNKNOWN, None, (told,), ())
        faults, notes = self._held_to(quotation, near.place, cited)
        told = "changed without square brackets"
        return self._said(
            quotation, SILENT, near.place, (told, *refused, *faults), notes, near.said
        )

    def _said(
        self,
        quotation: Quotation,
        verdict: str,
        place: Place | None,
        faults: tuple[str, ...],
        notes: tuple[str, ...],
        said: str | None = None,
    ) -> Checked:
        return Checked(
            paragraph=quotation.passage,
            text=quotation.text,
            citation=quotation.citation,
            verdict=verdict,
            transcript=place.transcript if place else None,
            turn=place.turn if place else None,
            participant=place.participant if place else None,
            said=said,
            faults=tuple(dict.fromkeys(faults)),
            notes=notes,
        )

    def _best(self, places: list[Place], cited: list[str]) -> Place:
        """The place that fits what is cited, else a participant's, else the first."""
        fits = [place for place in places if place.participant in cited]
        spoken = [place for place in places if place.participant]
        return (fits or spoken or places)[0]

    def _refused(self, people: list[str]) -> tuple[str, ...]:
        """Why these people's words may not be quoted."""
        return tuple(
            why for person in people for why in (self._why_not(person),) if why
        )

    def _why_not(self, name: str | None) -> str | None:
        person = self._people.get(name or "")
        if person is None:
            return None
        if person.state in ("all", "quotes"):
            return f"{name} withdrew consent to be quoted"
        return {
            "none": f"{name} gave no consent to quotation",
            "paraphrase": f"{name} agreed to paraphrase only",
        }.get(person.quotes)

    def _held_to(
        self, quotation: Quotation, place: Place, cited: list[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Faults and notes about who is cited for words that stand at a place."""
        faults, notes = [], []
        who = place.participant
        refusal = self._why_not(who)
        if refusal:
            faults.append(refusal)
        if who is None:
            faults.append(f"spoken by: {place.role or 'somebody not identified'}")
        elif cited and who not in cited:
            faults.append(f"cited as {listed(cited)}, said by {who}")
        elif not cited:
            notes.append(f"no id is cited; said by {who}")
        waiting = self._facts.waiting_replies.get(who or "")
        if waiting:
            notes.append(f"{who} replied on {date(waiting)}, not worked through yet")
        wrong = self._wrong_group(quotation.citation, who)
        if wrong:
            faults.append(wrong)
        for name in _EXTRACT.findall(quotation.citation):
            segment = self._extracts.get(name)
            if segment is None:
                faults.append(f"{name} is no extract of this study")
            elif not self._is_part(quotation, plain(segment.quote)):
                faults.append(f"{name} says something else")
        return tuple(faults), tuple(notes)

    def _is_part(self, quotation: Quotation, quote: str) -> bool:
        words = bare(re.sub(r"\[[^\]]*\]", "\0", quotation.text)).casefold()
        pieces = (piece.strip() for piece in words.split("\0"))
        return all(piece in quote.casefold() for piece in pieces)

    def _wrong_group(self, citation: str, who: str | None) -> str | None:
        """Whether the citation names a group that the speaker is not of."""
        person = self._people.get(who or "")
        if person is None or not person.group:
            return None
        named = [g for g in self._groups if _names(citation, g)]
        if named and person.group not in named:
            return f"cited as {listed(sorted(named))}, {who} is of {person.group}"
        return None


def _names(citation: str, group: str) -> bool:
    """Whether a citation names a group, in the singular or the plural."""
    stem = re.escape(group.removesuffix("s"))
    return re.search(rf"\b{stem}s?\b", citation, re.IGNORECASE) is not None


def _voices(facts: Facts, checked: Sequence[Checked]) -> list[str]:
    """Who is quoted much, and which group not at all."""
    quoted = Counter(each.participant for each in checked if each.participant)
    total = quoted.total()
    told = [
        f"over-used voice: {person} gives {count} of {total} quotations"
        for person, count in quoted.most_common()
        if total >= _ENOUGH and count > total * _OVER_USED
    ]
    group_of = {person.id: person.group for person in facts.people}
    heard = {group_of.get(person) for person in quoted}
    silent = [group for group in facts.groups if group not in heard]
    if total and silent:
        told.append(f"not quoted at all: {listed(silent)}")
    return told
