"""What was recorded, counted: the one source of every number in a text that leaves.

Each fact can be cited by the numbers of the decisions behind it. What nobody recorded
is zero or None here and "[..]" in the texts; nothing is inferred from anything else.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.in_words import counted
from workbench.model import (
    READINGS,
    CodedSegment,
    Memo,
    ReadingPass,
    Researcher,
    ResearchQuestion,
    Setting,
    Speaker,
    Theme,
    Transcript,
    Turn,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.exporters.reading import Moment
    from workbench.model import Participant
    from workbench.store.trail import Event

#: What stands where a person has to fill something in.
BLANK: Final = "[..]"
_RANGES: Final = 5


class Facts:
    """The study at one moment, counted."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.analysis = Analysis.of(moment)
        self.kinds: dict[str, list[Event]] = {}
        for event in moment.standing():
            self.kinds.setdefault(event.kind, []).append(event)

    @classmethod
    def of(cls, moment: Moment) -> Facts:
        """The facts of a moment, counted once for everyone who tells them."""
        return moment.keep(cls, lambda: cls(moment))

    def number(self, *kinds: str) -> int:
        """How many decisions of these kinds are in force."""
        return sum(len(self.kinds.get(kind, ())) for kind in kinds)

    def cite(self, *kinds: str) -> str:
        """The numbers of the decisions of these kinds; empty where there is none."""
        return cited(event.seq for kind in kinds for event in self.kinds.get(kind, ()))

    def days(self, *kinds: str) -> list[str]:
        """The days on which decisions of these kinds were made."""
        return sorted({e.at[:10] for kind in kinds for e in self.kinds.get(kind, ())})

    @cached_property
    def settings(self) -> dict[str, str]:
        """What was set, by key."""
        return {setting.key: setting.value for setting in self.moment.read(Setting)}

    def setting(self, key: str) -> str:
        """What was set, or a blank to fill in."""
        return self.settings.get(key) or BLANK

    def cite_setting(self, key: str) -> str:
        """The decisions that made this choice."""
        return cited(
            event.seq
            for event in self.kinds.get("SettingChanged", ())
            if event.payload["key"] == key
        )

    @cached_property
    def questions(self) -> list[str]:
        """The research questions, in the order in which they were asked."""
        asked = self.moment.read(ResearchQuestion, state="asked")
        return [each.text for each in sorted(asked, key=lambda q: (q.asked_at, q.id))]

    @cached_property
    def people(self) -> list[Participant]:
        """The participants who did not withdraw altogether."""
        everyone = self.moment.participants_now().values()
        return [person for person in everyone if person.state != "all"]

    @cached_property
    def spoke(self) -> list[Participant]:
        """Those of them who speak in an interview, as far as it is known who speaks."""
        return [person for person in self.people if person.id in self.interviewed]

    @cached_property
    def uncoded(self) -> list[str]:
        """The interviews in which no segment bears a code."""
        coded = {s.transcript for s in self.moment.rows(CodedSegment, state="active")}
        return [each.id for each in self.interviews if each.id not in coded]

    @cached_property
    def withdrawn(self) -> int:
        """How many withdrew altogether."""
        return len(self.moment.participants_now()) - len(self.people)

    @cached_property
    def groups(self) -> dict[str, int]:
        """How many participants each group has; those without one left out."""
        found = Counter(p.group for p in self.people if p.group)
        return dict(sorted(found.items()))

    @cached_property
    def transcripts(self) -> list[Transcript]:
        """The transcripts that are in the analysis."""
        return self.moment.read(Transcript, state="active")

    @cached_property
    def added(self) -> set[str]:
        """The transcripts of what participants added when they were asked to check."""
        return {
            event.payload["made"]
            for event in self.kinds.get("MemberRemarkTaken", ())
            if event.payload["remark_kind"] == "addition" and event.payload["made"]
        }

    @cached_property
    def interviews(self) -> list[Transcript]:
        """The transcripts of talks: all but what participants added afterwards."""
        return [each for each in self.transcripts if each.id not in self.added]

    @property
    def material(self) -> str:
        """The interviews, and later additions where there are any."""
        told = counted(len(self.interviews), "interview")
        added = len(self.transcripts) - len(self.interviews)
        later = counted(added, "later addition by a participant", "later additions")
        return f"{told} and {later}" if added else told

    @cached_property
    def interviewed(self) -> dict[str, list[str]]:
        """The interviews that each participant speaks in."""
        found: dict[str, list[str]] = {}
        version_of = {t.version: t.id for t in self.interviews}
        speakers = self.moment.read(Speaker, version=frozenset(version_of))
        for speaker in speakers:
            if speaker.participant:
                talks = found.setdefault(speaker.participant, [])
                if version_of[speaker.version] not in talks:
                    talks.append(version_of[speaker.version])
        return found

    @cached_property
    def minutes(self) -> dict[str, float]:
        """How long each interview is, by transcript; only where times are known."""
        version_of = {t.version: t.id for t in self.interviews}
        found: dict[str, float] = {}
        for turn in self.moment.rows(Turn, version=frozenset(version_of)):
            ends = turn.end_ms if turn.end_ms is not None else turn.start_ms
            if ends:
                transcript = version_of[turn.version]
                found[transcript] = max(found.get(transcript, 0), ends / 60_000)
        return found

    @cached_property
    def corrected(self) -> list[str]:
        """The transcripts that were corrected."""
        versions = self.moment.rows(Version)
        standing = {t.id for t in self.transcripts}
        return sorted(
            {
                v.transcript
                for v in versions
                if v.number > 1 and v.transcript in standing
            }
        )

    @cached_property
    def waiting_replies(self) -> dict[str, str]:
        """The day of each participant's latest reply of which nothing was taken yet."""
        taken = {e.payload["reply"] for e in self.kinds.get("MemberRemarkTaken", ())}
        return {
            event.payload["participant"]: event.payload["came_on"]
            for event in self.kinds.get("MemberReplied", ())
            if event.payload["reply"] not in taken
        }

    @cached_property
    def challenges(self) -> list[Event]:
        """What debriefers questioned; readings are none of them."""
        return [
            event
            for event in self.kinds.get("ChallengeRaised", ())
            if event.payload["challenge_kind"] not in READINGS
        ]

    @cached_property
    def packets_made(self) -> int:
        """How many packets were made for participants, without those never sent."""
        decided = self.kinds.get("MemberPacketMade", ())
        return sum(event.payload["state"] == "made" for event in decided)

    @cached_property
    def team(self) -> list[Researcher]:
        """Everyone who works on the study."""
        return self.moment.read(Researcher)

    @cached_property
    def coders(self) -> list[str]:
        """The names of those whose coded segments are in the analysis."""
        found = dict.fromkeys(segment.by for segment in self.analysis.segments)
        return [self.analysis.names.get(who, who) for who in found]

    @cached_property
    def passes(self) -> Counter[str]:
        """How often each transcript was read from end to end."""
        return Counter(each.transcript for each in self.moment.read(ReadingPass))

    @cached_property
    def origins(self) -> Counter[str]:
        """How the codes in force came into the study."""
        codes = self.analysis.codes.values()
        return Counter(code.origin for code in codes if code.state == "active")

    @cached_property
    def segments(self) -> list[CodedSegment]:
        """The coded segments in the analysis."""
        return self.analysis.segments

    @cached_property
    def all_themes(self) -> list[Theme]:
        """Every candidate ever begun and not taken back."""
        return self.moment.read(Theme)

    @cached_property
    def themes(self) -> list[Theme]:
        """The reviewed and defined themes, candidates left out, in their order."""
        return [t for t in self.analysis.order if t.state != "candidate"]

    @cached_property
    def memos(self) -> Counter[str]:
        """How many notes of each kind there are."""
        return Counter(memo.kind for memo in self.moment.rows(Memo))

    @cached_property
    def quotes_of(self) -> Counter[str]:
        """How many of the printed extracts each participant gave."""
        analysis = self.analysis
        return Counter(
            person
            for theme in analysis.order
            for _, segment in analysis.quoted(theme)
            if analysis.quotes.mark(segment) is None
            for person in analysis.quotes.voice(segment).participants
        )

    @cached_property
    def tool(self) -> str:
        """The newest version of the workbench that made a decision."""
        events = self.moment.events()
        return events[-1].tool if events else ""


def cited(numbers: Iterable[int], limit: int | None = _RANGES) -> str:
    """Numbers of decisions as people cite them: decisions 4, 7-12 and 9 more.

    Args:
        numbers: the numbers.
        limit: how many ranges are told; None for all of them.
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    if not ranges:
        return ""
    told = [
        str(first) if first == last else f"{first}\N{EN DASH}{last}"
        for first, last in ranges[:limit]
    ]
    beyond = [] if limit is None else ranges[limit:]
    rest = sum(last - first + 1 for first, last in beyond)
    one = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    more = f" and {rest} more" if rest else ""
    return f"decision{'' if one else 's'} {', '.join(told)}{more}"
