"""The machine points at passages worth another look; it never says what they mean.

Similar passages and contrast stand under a switch each; `READINGS` says what can be
asked of either, and each asking is on record. Opposites cannot be found by similarity:
"I trust it" and "I don't trust it" are neighbours. What people marked absent or
contested, and who has no segment, is counted without the machine (unaided.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from workbench import study
from workbench.coding import readings
from workbench.coding import suggest as ranking
from workbench.coding.asking import refusal_of
from workbench.coding.examples import Examples
from workbench.coding.looking import CONTRAST, READINGS, SIMILAR
from workbench.coding.passages import encoder_of, plain
from workbench.coding.readable import Readable
from workbench.coding.talk import talk_of
from workbench.decisions.coding import PassagePointedOut, PassagesPointedOut
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import CodedSegment, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.coding.embedding import Encoder
    from workbench.coding.talk import Talk
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]


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
        pile: the number of its pile, from 1, where segments were sorted into piles.
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
    pile: int | None = None


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

    def name(self, code: str | None) -> str:
        """What a code is called; nothing for none."""
        return self._examples.names.get(code or "", "")

    def read(
        self, reading: str, about: Sequence[str] = (), limit: int = 10
    ) -> list[Pointed]:
        """The passages of a reading, by its name in `READINGS`.

        Args:
            reading: its name.
            about: ids of codes, a segment's id, or one's own words, as it needs.
            limit: at most this many; piles hold every segment.

        Raises:
            UnknownObjectError: there is no such reading, code or segment.
        """
        if reading not in READINGS:
            known = f"Choose one of {', '.join(READINGS)}."
            raise UnknownObjectError("reading", reading, known)
        needs = READINGS[reading].about
        if needs and not any(each.strip() for each in about):
            raise RefusedError(f"'{reading}' needs {needs} to look for.")
        codes, one = list(about), about[0] if about else ""
        asked: dict[str, Callable[[], list[Pointed]]] = {
            "worded-differently": lambda: self.worded_differently(codes, limit),
            "coded-otherwise": lambda: self.coded_otherwise(codes, limit),
            "piles": lambda: self.piles(codes),
            "alike": lambda: self.alike(codes, limit),
            "of-its-kind": lambda: self.of_its_kind(one)[:limit],
            "where-next": lambda: self.where_next(limit),
            "fits-no-code": lambda: self.fits_no_code(limit),
            "by-words": lambda: self.by_words(one, limit),
        }
        return asked[reading]()

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

    def by_words(self, words: str, limit: int = 10) -> list[Pointed]:
        """Stretches nearest to words of one's own, coded or not; none if none is near.

        The words are not recorded, only that something was looked for.
        """
        study.require_assistance(self._project, SIMILAR)
        talk = self._talk
        among = np.zeros(len(talk.windows), dtype=bool)
        among[self._shown()] = True
        found: list[Pointed] = []
        if among.any():
            asked = self._encoder.encode([words])[0]
            rows, cosines = talk.nearest.to(asked, limit, among)
            found = [
                self._stretch(int(row), float(cosine))
                for row, cosine in zip(rows, cosines, strict=True)
                if cosine >= ranking.CLOSE_ENOUGH
            ]
        return self._told(SIMILAR, "by-words", [], found)

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

    def piles(self, codes: Sequence[str]) -> list[Pointed]:
        """How the segments of broad codes fall into piles; empty where they do not."""
        study.require_assistance(self._project, CONTRAST)
        own = self._rows(codes)
        piles = readings.fall_apart(self._examples.vectors[own], self._talk.vectors)
        found = [
            replace(self._coded(own[row], similarity), pile=number)
            for number, pile in enumerate(piles, start=1)
            for row, similarity in zip(pile.rows, pile.similarities, strict=True)
        ]
        return self._told(CONTRAST, "piles", codes, found)

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

    def _shown(self) -> list[int]:
        """Rows of the talk that may be shown: of what a person has read."""
        project = self._project
        may = {
            each.id
            for each in project.rows(Transcript, state="active")
            if refusal_of(project, self._readable, each) is None
        }
        return [
            row
            for row, window in enumerate(self._talk.windows)
            if window.transcript in may
        ]

    def _uncoded(self, codes: set[str]) -> list[int]:
        """Rows of the talk that may be shown and bear none of these codes."""
        coded, windows = self._examples.coded, self._talk.windows
        return [
            row
            for row in self._shown()
            if not any(
                code in codes and start < windows[row].end and windows[row].start < end
                for code, start, end in coded.get(windows[row].version, ())
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


def _overlap(one: CodedSegment, other: CodedSegment) -> bool:
    return (
        one.version == other.version and one.start < other.end and other.start < one.end
    )
