"""Whose words a coded segment holds, and whether they may be quoted, word for word.

Every quote is compared with the transcript before it leaves. Consent is looked up for
everyone who speaks in the segment; where it does not cover a quote, a mark in square
brackets stands in its place and says why.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError
from workbench.familiarise.field_notes import FIELD_NOTE, opened, people_of
from workbench.in_words import capital, groups_in_words, one_of
from workbench.model import ERASED, Setting, Speaker, Transcript, Turn, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.exporters.reading import Moment
    from workbench.model import CodedSegment, Participant

PARAPHRASE_ONLY: Final = "[paraphrase only: not quoted]"
NO_CONSENT: Final = "[not quoted: no consent to quotation]"
WITHDRAWN: Final = "[not quoted: consent was withdrawn]"
UNKNOWN_SPEAKER: Final = "[not quoted: not recorded who of the participants speaks]"
GONE: Final = "[not quoted: the transcript is no longer in the study]"
#: Roles whose words nobody's consent covers, beside a participant's.
_OTHERS: Final = frozenset({"interviewer", "app", "interpreter", "other"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a segment, and where it stands."""

    participants: tuple[str, ...]
    #: Their groups, without repeats
    groups: tuple[str, ...]
    #: What stands for the speaker where no participant does
    role: str
    #: The first turn it lies in; the first of a transcript is 1
    turn: int | None
    start_ms: int | None

    @property
    def name(self) -> str:
        """Who is cited."""
        return " and ".join(self.participants) or self.role

    @property
    def group(self) -> str:
        """The groups in words."""
        return " and ".join(self.groups)


class Quotes:
    """The voices and words behind the coded segments of one moment."""

    def __init__(self, moment: Moment, segments: Iterable[CodedSegment]) -> None:
        self._look_up(moment, {segment.version for segment in segments})

    @classmethod
    def of_versions(cls, moment: Moment, versions: set[str]) -> Quotes:
        """The voices in whole versions of transcripts."""
        quotes = cls(moment, ())
        quotes._look_up(moment, versions)
        return quotes

    def _look_up(self, moment: Moment, versions: set[str]) -> None:
        self._moment = moment
        self._voices: dict[tuple[str, int, int], Voice] = {}
        self._marks: dict[tuple[str, int, int], str | None] = {}
        self._turns: dict[str, list[Turn]] = {version: [] for version in versions}
        for turn in moment.read(Turn, version=versions):
            self._turns[turn.version].append(turn)
        self._starts = {v: [t.start for t in ts] for v, ts in self._turns.items()}
        self._texts: dict[str, str] = {}
        self._speakers = {
            (who.version, who.index): who
            for who in moment.read(Speaker, version=versions)
        }
        self._people: dict[str, Participant] = moment.participants_now()
        self.numbers = {v.id: v.number for v in moment.rows(Version, id=versions)}

    @cached_property
    def _standing(self) -> set[str]:
        active = self._moment.read(Transcript, state="active")
        notes = (str(note.source) for note in opened(self._moment))
        return {*(transcript.id for transcript in active), *notes}

    @cached_property
    def _of_notes(self) -> dict[str, set[str]]:
        """By version of a field note, whose interview it is on."""
        return people_of(self._moment)

    def free_notes(self) -> set[str]:
        """The versions of opened field notes that consent lets out."""
        return {v for v in self._of_notes if self._mark_of((), v) is None}

    def turns(self, segment: CodedSegment) -> list[Turn]:
        """The turns that a segment lies in, in order."""
        turns = self._turns[segment.version]
        first = max(0, bisect_right(self._starts[segment.version], segment.start) - 1)
        found = []
        for turn in turns[first:]:
            if turn.start >= segment.end:
                break
            if turn.end > segment.start:
                found.append(turn)
        return found

    def voice(self, segment: CodedSegment) -> Voice:
        """Who speaks in the segment."""
        place = (segment.version, segment.start, segment.end)
        if place not in self._voices:
            self._voices[place] = self._voice(segment)
        return self._voices[place]

    def _voice(self, segment: CodedSegment) -> Voice:
        turns = self.turns(segment)
        speakers = self._speakers_of(turns)
        people = tuple(dict.fromkeys(s.participant for s in speakers if s.participant))
        groups = [self._people[p].group for p in people if p in self._people]
        roles = [s.role for s in speakers if s.role]
        return Voice(
            participants=people,
            groups=tuple(dict.fromkeys(group for group in groups if group)),
            role=roles[0] if roles else self._nobody(segment.version),
            turn=turns[0].index + 1 if turns else None,
            start_ms=turns[0].start_ms if turns else None,
        )

    def _nobody(self, version: str) -> str:
        return FIELD_NOTE if version in self._of_notes else "speaker not recorded"

    def called(self, voice: Voice) -> str:
        """Who is cited, and of which group, as the study names people in print.

        By id ("C07, client"), or with the setting participant-names numbered by
        number within the group ("Client 3").
        """
        if not voice.participants or not self._numbered:
            return ", ".join(filter(None, (voice.name, groups_in_words(voice.groups))))
        return " and ".join(self._numbered.get(p, p) for p in voice.participants)

    @cached_property
    def _numbered(self) -> dict[str, str]:
        """Each participant's group and number in it, where the study prints those."""
        chosen = self._moment.read(Setting, key="participant-names")
        if not chosen or chosen[0].value != "numbered":
            return {}
        found: dict[str, str] = {}
        seen: dict[str, int] = {}
        for name, person in sorted(self._people.items()):
            if person.group:
                seen[person.group] = seen.get(person.group, 0) + 1
                group = one_of(person.group)
                number = seen[person.group]
                found[name] = f"{capital(group)} {number}"
        return found

    def _speakers_of(self, turns: Sequence[Turn]) -> list[Speaker]:
        found = (
            self._speakers.get((turn.version, turn.speaker))
            for turn in turns
            if turn.speaker is not None
        )
        return list(dict.fromkeys(who for who in found if who is not None))

    def text(self, segment: CodedSegment) -> str:
        """The words of the segment, or the mark that stands in their place."""
        return self.mark(segment) or segment.quote

    def mark(self, segment: CodedSegment) -> str | None:
        """Why the segment is not quoted; None where it may be."""
        if segment.transcript not in self._standing:
            return GONE
        if segment.quote == ERASED:
            return WITHDRAWN
        place = (segment.version, segment.start, segment.end)
        if place not in self._marks:
            speakers = self._speakers_of(self.turns(segment))
            self._marks[place] = self._mark_of(speakers, segment.version)
        return self._marks[place]

    def in_turn(self, segment: CodedSegment) -> tuple[str, str]:
        """What the same turn says before and after, as far as it may be quoted."""
        turns = self.turns(segment)
        if not turns:
            return "", ""
        first, last = turns[0], turns[-1]
        before = first.text[: max(0, segment.start - first.start)]
        after = last.text[segment.end - last.start :]
        return (
            "" if self.mark_of_turn(first) else before,
            "" if self.mark_of_turn(last) else after,
        )

    def around(self, segment: CodedSegment) -> tuple[str, str]:
        """The words before and after, each empty where its speaker is not quoted."""
        before = replace(
            segment, start=segment.start - len(segment.before), end=segment.start
        )
        after = replace(
            segment, start=segment.end, end=segment.end + len(segment.after)
        )
        return (
            "" if segment.before == ERASED or self.mark(before) else segment.before,
            "" if segment.after == ERASED or self.mark(after) else segment.after,
        )

    def mark_of_turn(self, turn: Turn) -> str | None:
        """Why a whole turn is not given word for word; None where it may be."""
        if turn.text == ERASED:
            return WITHDRAWN
        return self._mark_of(self._speakers_of([turn]), turn.version)

    def _mark_of(self, speakers: Sequence[Speaker], version: str) -> str | None:
        for person in sorted(self._of_notes.get(version, ())):
            # a note may tell what she said: it leaves as far as she may be quoted
            refusal = self._refusal(person)
            if refusal:
                return refusal
        for who in speakers:
            if who.participant:
                refusal = self._refusal(who.participant)
                if refusal:
                    return refusal
        is_sure = bool(speakers) and all(
            who.participant or who.role in _OTHERS for who in speakers
        )
        if not is_sure and version in self._with_refusals:
            return UNKNOWN_SPEAKER
        return None

    def _refusal(self, participant: str) -> str | None:
        person = self._people.get(participant)
        if person is None:
            return None
        if person.state in ("all", "quotes"):
            return WITHDRAWN
        return {"paraphrase": PARAPHRASE_ONLY, "none": NO_CONSENT}.get(person.quotes)

    @cached_property
    def _with_refusals(self) -> set[str]:
        """The versions in which somebody who may not be quoted speaks."""
        return {
            who.version
            for who in self._speakers.values()
            if who.participant and self._refusal(who.participant)
        }

    def check(
        self,
        named: Iterable[tuple[str, CodedSegment]],
        misworded: Mapping[str, str] | None = None,
    ) -> None:
        """Every quote stands in its transcript, word for word.

        Args:
            named: each segment with the id under which it is to be printed.
            misworded: what is wrong with the printed wording, by id.

        Raises:
            RefusedError: some do not; all of them are listed by id.
        """
        wrong = []
        for name, segment in named:
            if self.mark(segment) is not None:
                continue
            shown = f"{name} ({segment.transcript}, {segment.start}-{segment.end})"
            if segment.anchor == "lost":
                wrong.append(f"{shown}: its words were lost in a correction")
            elif self._words_at(segment) != segment.quote:
                wrong.append(f"{shown}: the transcript says something else there")
            elif misworded and name in misworded:
                wrong.append(f"{shown}, as printed: {misworded[name]}")
        if wrong:
            listed = "\n".join(dict.fromkeys(wrong))
            msg = (
                f"quotes that do not match their transcript: {len(wrong)}. Nothing was "
                "written. Code them anew or withdraw them; if no one corrected these "
                f"transcripts, run 'workbench verify'.\n{listed}"
            )
            raise RefusedError(msg)

    def _words_at(self, segment: CodedSegment) -> str:
        version = segment.version
        if version not in self._texts:
            # what was erased keeps its length, so that the rest keeps its places
            self._texts[version] = "\n".join(
                ERASED * (turn.end - turn.start) if turn.text == ERASED else turn.text
                for turn in self._turns[version]
            )
        return self._texts[version][segment.start : segment.end]


def clock(milliseconds: int | None) -> str:
    """A place in the recording as H:MM:SS; empty where none is known."""
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
