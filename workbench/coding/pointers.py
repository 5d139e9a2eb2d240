"""The machine points at passages worth another look; it never says what they mean.

Similar passages (for a code, where it may be met again; for a segment, which codes its
kind bears; where to read next) and contrast (a code's segments worded most differently,
what is like them but coded otherwise, segments like no other, piles a broad code falls
into) stand under a switch each, and each asking is on record. Opposites cannot be found
by similarity: "I trust it" and "I don't trust it" are neighbours. What people marked
absent or contested, and who has no segment, is counted without the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from workbench import study
from workbench.coding import readings
from workbench.coding import suggest as ranking
from workbench.coding.asking import refusal_of
from workbench.coding.examples import Examples
from workbench.coding.passages import Readable, encoder_of, plain
from workbench.coding.talk import talk_of
from workbench.decisions.coding import PassagePointedOut, PassagesPointedOut
from workbench.errors import UnknownObjectError
from workbench.model import CodedSegment, Participant, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.coding.embedding import Encoder
    from workbench.coding.talk import Talk
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]

SIMILAR: Final = "similar-passages"
CONTRAST: Final = "contrast"


@dataclass(frozen=True, slots=True)
class Pointed:
    """A passage worth a look.

    Attributes:
        transcript, version, start, end: where it is.
        quote: its words.
        similarity: cosine, higher is closer; to what, the reading says.
        segment: the coded segment it is; None for a stretch that is not coded.
        beside: the coded segment it was found by, if one.
        code: the code that it bears or that its kind bears, if one.
    """

    transcript: str
    version: str
    start: int
    end: int
    quote: str
    similarity: float
    segment: str | None = None
    beside: str | None = None
    code: str | None = None


class Pointers:
    """The coding and the talk of a study, ready to be asked.

    Every method raises SuggestionsLockedError where its switch is off. Holds words of
    participants: drop it with the page, and when the project changed.

    Args:
        project: the project.
        by: who asks.
        encoder: the model; the packaged one when None.
        talk: the study's talk, if it was prepared before and stands.
        progress: called with (done, in all) while texts become vectors.

    Raises:
        SuggestionsLockedError: both switches are off, or the machine is locked out.
        ModelError: there is no model.
    """

    def __init__(
        self,
        project: Project,
        by: str,
        *,
        encoder: Encoder | None = None,
        talk: Talk | None = None,
        progress: Progress | None = None,
    ) -> None:
        study.require(project, by, study.CODE)
        if not study.is_on(project, CONTRAST):
            study.require_assistance(project, SIMILAR)
        else:
            study.require_assistance(project, CONTRAST)
        self._project, self._by = project, by
        self._encoder = encoder or encoder_of(project)
        self._readable = Readable(project)
        self._talk = talk or talk_of(project, self._encoder, self._readable, progress)
        self._examples = Examples(project, self._readable, self._encoder)
        quotes = project.read(CodedSegment, id=[e.id for e in self._examples.read])
        self._quotes = {each.id: each.quote for each in quotes}

    def alike(self, codes: Sequence[str], limit: int = 10) -> list[Pointed]:
        """Stretches of the study that bear none of these codes and are most like them.

        Only of transcripts that a person has read. Ranked as suggestions are; the
        similarity is that to the nearest segment of the codes, which stands beside it.

        Args:
            codes: one code's id, or those of a theme.
            limit: at most this many.
        """
        study.require_assistance(self._project, SIMILAR)
        rows, own = self._uncoded(set(codes)), self._rows(codes)
        if not rows or not own:
            return self._told(SIMILAR, "alike", codes, [])
        coding = self._examples.coding
        columns = [coding.codes.index(code) for code in dict.fromkeys(codes)]
        talk = self._talk.stretches(rows)
        scores = ranking.rank_codes(coding, talk, self._talk.background)[:, columns]
        near = talk.vectors @ self._examples.vectors[own].T
        best = np.where(near.max(axis=1) >= ranking.CLOSE_ENOUGH, 1.0, -np.inf)
        order = np.argsort(
            -np.where(best > 0, np.round(scores.max(axis=1), 6), -np.inf), kind="stable"
        )
        found = [
            self._stretch(rows[at], float(near[at].max()), own[int(near[at].argmax())])
            for at in order[:limit].tolist()
            if best[at] > 0
        ]
        return self._told(SIMILAR, "alike", codes, found)

    def of_its_kind(self, segment: str) -> list[Pointed]:
        """Codes that segments like this one bear and it does not, most borne first.

        Each stands for a code, with the nearest segment that bears it.

        Raises:
            UnknownObjectError: the machine may not read such a segment.
        """
        study.require_assistance(self._project, SIMILAR)
        at = self._row(segment)
        read = self._examples.read
        here = read[at]
        others = [row for row, each in enumerate(read) if not _overlap(each, here)]
        own = frozenset(each.code for each in read if _overlap(each, here))
        borne = readings.borne_by_its_kind(
            self._examples.vectors[at],
            self._examples.vectors[others],
            [read[row].code for row in others],
            own,
        )
        found = [
            self._coded(others[one.because[0]], one.similarity, at) for one in borne
        ]
        return self._told(SIMILAR, "of-its-kind", [segment], found)

    def where_next(self, limit: int = 10) -> list[Pointed]:
        """Uncoded stretches unlike anything coded so far, and unlike each other."""
        study.require_assistance(self._project, SIMILAR)
        rows = self._uncoded(set(self._examples.names))
        talk = self._talk.stretches(rows)
        found = [
            self._stretch(rows[one.row], one.similarity)
            for one in readings.where_next(
                talk.vectors, talk.texts, self._examples.vectors, limit
            )
        ]
        return self._told(SIMILAR, "where-next", [], found)

    def worded_differently(self, codes: Sequence[str], limit: int = 5) -> list[Pointed]:
        """The segments of these codes that are least like their others."""
        study.require_assistance(self._project, CONTRAST)
        own = self._rows(codes)
        found = [
            self._coded(own[one.row], one.similarity)
            for one in readings.worded_differently(
                self._examples.vectors[own], self._talk.vectors, limit
            )
        ]
        return self._told(CONTRAST, "worded-differently", codes, found)

    def coded_otherwise(self, codes: Sequence[str], limit: int = 5) -> list[Pointed]:
        """Segments without these codes, most like a segment with one, beside it."""
        study.require_assistance(self._project, CONTRAST)
        own = self._rows(codes)
        read = self._examples.read
        others = [
            row
            for row, each in enumerate(read)
            if not any(_overlap(each, read[at]) for at in own)
        ]
        found = [
            self._coded(others[pair.other], pair.similarity, own[pair.row])
            for pair in readings.most_like(
                self._examples.vectors[own], self._examples.vectors[others], limit
            )
        ]
        return self._told(CONTRAST, "coded-otherwise", codes, found)

    def fits_no_code(self, limit: int = 10) -> list[Pointed]:
        """Segments that are like no other segment of their own code."""
        study.require_assistance(self._project, CONTRAST)
        codes = self._examples.coding.example_codes
        found = [
            self._coded(one.row, one.similarity)
            for one in readings.fits_no_code(self._examples.vectors, codes, limit)
        ]
        return self._told(CONTRAST, "fits-no-code", [], found)

    def piles(self, code: str) -> list[list[Pointed]]:
        """How a broad code's segments fall into piles; empty where they do not."""
        study.require_assistance(self._project, CONTRAST)
        own = self._rows([code])
        piles = readings.fall_apart(self._examples.vectors[own], self._talk.vectors)
        found = [[self._coded(own[row], 0.0) for row in pile.rows] for pile in piles]
        self._told(CONTRAST, "piles", [code], [one for pile in found for one in pile])
        return found

    def _rows(self, codes: Sequence[str]) -> list[int]:
        unknown = next((c for c in codes if c not in self._examples.names), None)
        if unknown is not None:
            raise UnknownObjectError("code", unknown, "It is not in use.")
        wanted = set(codes)
        read = self._examples.read
        return [row for row, each in enumerate(read) if each.code in wanted]

    def _row(self, segment: str) -> int:
        for row, each in enumerate(self._examples.read):
            if each.id == segment:
                return row
        hint = "The machine reads active segments of people who agreed to it."
        raise UnknownObjectError("coded segment", segment, hint)

    def _uncoded(self, codes: set[str]) -> list[int]:
        """Rows of the talk that may be shown and bear none of these codes."""
        project = self._project
        shown = {
            each.id
            for each in project.rows(Transcript, state="active")
            if refusal_of(project, self._readable, each) is None
        }
        coded = self._examples.coded
        return [
            row
            for row, window in enumerate(self._talk.windows)
            if window.transcript in shown
            and not any(
                code in codes and start < window.end and window.start < end
                for code, start, end in coded.get(window.version, ())
            )
        ]

    def _stretch(
        self, row: int, similarity: float, beside: int | None = None
    ) -> Pointed:
        window = self._talk.windows[row]
        return Pointed(
            window.transcript,
            window.version,
            window.start,
            window.end,
            window.passage.text,
            round(similarity, 4),
            beside=None if beside is None else self._examples.read[beside].id,
        )

    def _coded(self, row: int, similarity: float, beside: int | None = None) -> Pointed:
        each = self._examples.read[row]
        return Pointed(
            each.transcript,
            each.version,
            each.start,
            each.end,
            self._quotes[each.id],
            round(similarity, 4),
            each.id,
            None if beside is None else self._examples.read[beside].id,
            each.code,
        )

    def _told(
        self, switch: str, reading: str, about: Sequence[str], found: list[Pointed]
    ) -> list[Pointed]:
        """What was pointed at is on record."""
        project = self._project
        project.record(
            PassagesPointedOut(
                run=project.new_id("n"),
                switch=switch,
                reading=reading,
                about=about[0] if len(about) == 1 else None,
                model=plain(self._encoder.model),
                weights=self._encoder.weights,
                path=self._encoder.path,
                passages=tuple(
                    PassagePointedOut(
                        one.version, one.start, one.end, round(one.similarity * 10_000)
                    )
                    for one in found
                ),
            ),
            by=self._by,
        )
        return found


def people_without(project: Project, codes: Iterable[str]) -> list[str]:
    """Participants in whose talk none of these codes was given; no machine is asked."""
    wanted = set(codes)
    speaking: dict[str, set[str]] = {}
    for transcript in project.rows(Transcript, state="active"):
        for who in project.rows(Speaker, version=transcript.version):
            if who.participant is not None:
                speaking.setdefault(who.participant, set()).add(transcript.id)
    bearing = {
        each.transcript
        for each in project.rows(CodedSegment, state="active")
        if each.code in wanted
    }
    return sorted(
        person.id
        for person in project.rows(Participant, state="active")
        if speaking.get(person.id) and not speaking[person.id] & bearing
    )


def marked_otherwise(project: Project, codes: Iterable[str]) -> list[CodedSegment]:
    """Segments of these codes that a person marked absent or contested, words as text.

    The only sign of the opposite there is; no machine is asked.
    """
    wanted = set(codes)
    there = {row.id for row in project.rows(Transcript, state="active")}
    return [
        each
        for each in project.read(CodedSegment, state="active")
        if each.code in wanted
        and each.transcript in there
        and each.polarity in ("absent", "contested")
    ]


def _overlap(one: CodedSegment, other: CodedSegment) -> bool:
    return (
        one.version == other.version and one.start < other.end and other.start < one.end
    )
