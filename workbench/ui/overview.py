"""What a study holds in each phase and what it leaves open. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.alliance.opening import is_open
from workbench.coding.corrected import WAITING
from workbench.model import (
    AllianceLink,
    Challenge,
    Code,
    CodedSegment,
    Extract,
    FieldNote,
    Memo,
    NegativeCase,
    Participant,
    PassedOver,
    ReadingPass,
    Setting,
    Suggestion,
    SuggestionRun,
    Theme,
    Transcript,
    Version,
)
from workbench.people.participants import unconfirmed
from workbench.study import LOCK, called, is_on
from workbench.themes.reviewing import NOT_YET, read_again
from workbench.trust.member_replies import unanswered

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

#: What METHOD.md's phase 0 asks beyond the four questions a study begins with.
_SET_UP: Final = (
    *("positionality", "expectations", "paradigm", "inductive-deductive"),
    *("semantic-latent", "sampling", "information-power"),
)


#: So many segments say that somebody began in earnest; so far she meant to go.
_THICKLY, _TO_THE_END = 5, 0.8


@dataclass(frozen=True, slots=True)
class Thread:
    """Something that waits for a person, and the page where it is taken up."""

    title: str
    detail: str
    page: str
    #: The transcript to begin with, where it is about transcripts.
    transcript: str | None = None
    #: The part of the page where it waits: what the page's choices stand at.
    part: tuple[tuple[str, str], ...] = ()


def per_phase(seen: Seen) -> dict[str, str]:
    """What stands in each phase, in a few signs, by page."""
    transcripts = {each.id for each in seen.rows(Transcript, state="active")}
    read = {each.transcript for each in seen.rows(ReadingPass)} & transcripts
    themes = [each for each in seen.rows(Theme) if each.state != "discarded"]
    candidates = sum(each.state == "candidate" for each in themes)
    counts = {
        "material": len(transcripts),
        "people": len(seen.rows(Participant)),
        "code": len(_coded(seen)),
        "codes": len(seen.rows(Code, state="active")),
        "themes": candidates,
        "review": sum(each.state in ("reviewed", "defined") for each in themes),
        "define": sum(each.state == "defined" for each in themes),
        "theory": len(seen.rows(AllianceLink, state="argued")),
        "journal": len(seen.rows(Memo, kind="journal")),
    }
    found = {page: f"{count:,}" for page, count in counts.items() if count}
    if transcripts:
        found["familiarise"] = f"{len(read)} of {len(transcripts)} read"
    return found


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """A phase of Braun and Clarke's with what stands in it now."""

    title: str
    count: int
    of_what: str
    page: str


def who_speaks(seen: Seen) -> str:
    """How many people there are, by group, and how many transcripts."""
    people = [p for p in seen.read(Participant) if p.state == "active"]
    groups = Counter(person.group or "of no group" for person in people)
    named = ", ".join(f"{count} {group}" for group, count in groups.most_common())
    count = len(seen.rows(Transcript, state="active"))
    told = f": {named}" if len(groups) > 1 else ""
    return f"{len(people)} people{told} · {count} transcripts" if people else ""


def six_phases(seen: Seen) -> list[PhaseCount]:
    """The six phases in their 2022 names; none waits for another."""
    passes = len({each.transcript for each in seen.rows(ReadingPass)})
    themes = [each for each in seen.rows(Theme) if each.state != "discarded"]

    def of(*states: str) -> int:
        return sum(each.state in states for each in themes)

    segments = len(_coded(seen))
    written = seen.once("chosen extracts", lambda: _chosen(seen))
    return [
        PhaseCount("Familiarisation", passes, "transcripts read", "familiarise"),
        PhaseCount("Coding", segments, "coded segments", "code"),
        PhaseCount("Generating themes", of("candidate"), "candidates", "themes"),
        PhaseCount("Reviewing themes", of("reviewed"), "reviewed", "review"),
        PhaseCount("Defining themes", of("defined"), "defined", "define"),
        PhaseCount("Writing up", written, "extracts chosen", "write_up"),
    ]


def _coded(seen: Seen) -> list[CodedSegment]:
    """The coded segments of talk; those of field notes are not among them."""
    notes = {note.source for note in seen.rows(FieldNote)}
    return [
        each
        for each in seen.rows(CodedSegment, state="active")
        if each.transcript not in notes
    ]


def _chosen(seen: Seen) -> int:
    return len(seen.rows(Extract, state="chosen"))


def open_threads(project: Project) -> list[Thread]:
    """What waits for a person, in the order of the work."""
    said = {setting.key for setting in project.rows(Setting)}
    found = [
        _nothing_yet(project),
        _listed(
            "Set-up not written down yet",
            [called(key) for key in _SET_UP if key not in said],
            "settings",
            settings_view="Where you stand",
        ),
        *_in_the_talk(project),
        _listed(
            "Consent nobody has recorded: the usual one stands",
            unconfirmed(project.rows(Participant)),
            "people",
            people_view="Everyone",
        ),
        _listed(
            "Challenges nobody has answered",
            [
                c.kind.replace("-", " ")
                for c in project.read(Challenge, state="open")
                if c.awaits_answer
            ],
            "debrief",
            debrief_part_first="Challenges",
        ),
        _listed(
            "Replies of participants that wait",
            [reply.participant for reply in unanswered(project)],
            "member_check",
            member_part_first="Replies",
        ),
        *_in_the_themes(project),
        # the sample's draft is known; anybody else's is nowhere kept
        _listed(
            "A draft that waits to be checked",
            ["the sample's own"],
            "write_up",
            part_of_write_up="Check a draft",
        )
        if project.study().is_sample
        else None,
    ]
    return [thread for thread in found if thread is not None]


def _in_the_talk(project: Project) -> list[Thread | None]:
    transcripts = project.rows(Transcript, state="active")
    segments = project.rows(CodedSegment, state="active")
    coded = {segment.transcript for segment in segments}
    read = {reading.transcript for reading in project.rows(ReadingPass)}
    silent = _passed_over(project)
    partly = _coded_in_part(project, transcripts, segments)
    waiting = (
        (
            "Transcripts nobody has coded yet",
            [t.id for t in transcripts if t.id not in coded | silent],
            "code",
        ),
        ("Coded from the beginning, but not to the end", partly, "code"),
        (
            "Coded, but no pass recorded",
            [t.id for t in transcripts if t.id in coded - read],
            "familiarise",
        ),
    )
    found = [_listed(*each, about_transcripts=True) for each in waiting]
    return [*found, _corrected(segments), _suggestions(project)]


def _nothing_yet(project: Project) -> Thread | None:
    """What comes first in a study that holds nothing."""
    if project.rows(Transcript):
        return None
    how = "Drop your files on Material; nothing is stored before you have looked."
    return Thread("No transcripts yet", how, "material")


def _corrected(segments: list[CodedSegment]) -> Thread | None:
    """Codes whose words became others, until a person has read them."""
    changed = sorted({s.transcript for s in segments if s.anchor in WAITING})
    title, view = "Corrected words under a code", "What was corrected"
    return _listed(title, changed, "look_again", look_view=view)


def _suggestions(project: Project) -> Thread | None:
    """Offers that wait; where suggestions are off, they wait for the switch as well."""
    title, waiting = "Suggestions nobody has answered", _asked_about(project)
    if is_on(project, "code-suggestions") and not is_on(project, LOCK):
        return _listed(title, waiting, "code", about_transcripts=True)
    title += ", and suggestions are switched off"
    return _listed(title, waiting, "settings", settings_view="Switches")


def _coded_in_part(
    project: Project, transcripts: list[Transcript], segments: list[CodedSegment]
) -> list[str]:
    """Transcripts that were coded thickly and then left, long before their end."""
    lengths = {each.id: each.length for each in project.rows(Version)}
    ends: dict[str, list[int]] = {}
    for each in segments:
        ends.setdefault(each.transcript, []).append(each.end)
    for mark in project.rows(PassedOver, state="active"):
        ends.setdefault(mark.transcript, []).append(mark.end)
    return [
        each.id
        for each in transcripts
        if len(reached := ends.get(each.id, [])) >= _THICKLY
        and max(reached) < _TO_THE_END * lengths[each.version]
    ]


def _in_the_themes(project: Project) -> list[Thread | None]:
    themes = [t for t in project.read(Theme) if t.state != "discarded"]
    mapped = {link.theme for link in project.rows(AllianceLink, state="argued")}
    names = {theme.id: theme.name for theme in themes}
    open_cases = project.rows(NegativeCase, action="open")
    cases = [case for case in open_cases if case.theme in names]
    return [
        _listed(
            "Themes without a central organising concept",
            [t.name for t in themes if not t.central_concept],
            "review",
            review_view="One theme",
            theme_view="Concept and state",
            theme_at_hand=next((t.id for t in themes if not t.central_concept), ""),
        ),
        _listed(
            "Cases against a theme that nobody has answered",
            [names[case.theme] for case in cases],
            "review",
            review_view="One theme",
            theme_view="Against it",
            theme_at_hand=next((case.theme for case in cases), ""),
        ),
        _listed(
            "Transcripts not yet read against the themes",
            _not_read_against(project, themes),
            "review",
            review_view="Read everything again",
        ),
        _listed(
            "Themes not yet related to theory",
            # theory that nobody opened is not held out to anybody
            [t.name for t in themes if t.id not in mapped and t.state != "candidate"]
            if is_open(project)
            else [],
            "theory",
        ),
    ]


def _not_read_against(project: Project, themes: list[Theme]) -> list[str]:
    """Transcripts nobody read again, once a theme stands that was reviewed."""
    if all(theme.state == "candidate" for theme in themes):
        return []
    return [each.transcript for each in read_again(project) if each.status == NOT_YET]


def _asked_about(project: Project) -> list[str]:
    """The transcript of each suggestion that nobody has answered."""
    runs = {run.id: run.transcript for run in project.rows(SuggestionRun)}
    return [runs[each.run] for each in project.rows(Suggestion, state="offered")]


def _passed_over(project: Project) -> set[str]:
    """Transcripts that hold nothing relevant, as somebody who read them said."""
    marks = project.rows(PassedOver, state="active")
    lengths = {each.id: each.length for each in project.rows(Version)} if marks else {}
    return {
        mark.transcript
        for mark in marks
        if mark.start == 0 and mark.end >= lengths[mark.version]
    }


def _listed(
    title: str,
    names: list[str],
    page: str,
    *,
    about_transcripts: bool = False,
    **part: str,
) -> Thread | None:
    if not names:
        return None
    named = list(dict.fromkeys(names))
    shown = ", ".join(named[:6]) + (" …" if len(named) > 6 else "")
    first = named[0] if about_transcripts else None
    told = f"{len(names)}: {shown}"
    return Thread(title, told, page, first, part=tuple(part.items()))
