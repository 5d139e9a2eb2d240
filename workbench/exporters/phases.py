"""How each phase was done: what, by whom, when, with an example from the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Line, Sheet, Table
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_sentences import SENTENCES, in_a_sentence
from workbench.exporters.trail_story import date, strings_in
from workbench.exporters.writing_up import caption_in_force
from workbench.in_words import counted, listed
from workbench.model import Caption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.store.trail import Event

#: Kinds that make the best example of a phase, best first.
_TELLING: Final = {
    Phase.SETTING_UP: ("OrientationChanged", "QuestionAsked"),
    Phase.FAMILIARISATION: ("TranscriptCorrected",),
    Phase.CODING: ("CodeSplit", "CodesMerged", "CodeRedefined", "CodeRenamed"),
    Phase.GENERATING: ("ThemeStarted",),
    Phase.REVIEWING: (
        *("ThemeSplit", "ThemesMerged", "ThemeStateChanged", "ThemeCodesChanged"),
        *("NegativeCaseAnswered", "NegativeCaseNoted"),
    ),
    Phase.DEFINING: ("ThemeRenamed", "ThemeDefined", "ThemeConceived"),
    Phase.THEORY: ("AllianceLinked",),
    Phase.TRUSTWORTHINESS: ("ChallengeAnswered", "ChallengeRaised"),
}
NOTHING: Final = "Nothing is recorded."


def phases(moment: Moment) -> Content:
    """The table of phases: what was done, by whom, and one example each."""
    facts = Facts.of(moment)
    names = Names(moment.words(sorted(_ids(moment.standing()))))
    by_phase: dict[Phase, list[Event]] = {}
    registered = kinds()
    examples: dict[Phase, tuple[int, str]] = {}
    for event in moment.standing():
        phase = PHASE[registered[event.kind]]
        by_phase.setdefault(phase, []).append(event)
        decision = event.decision()
        names.learn(decision)
        telling = _TELLING.get(phase, ())
        if event.kind in telling and type(decision) in SENTENCES:
            rank = telling.index(event.kind)
            if phase not in examples or rank < examples[phase][0]:
                examples[phase] = (rank, _example(names, event))
    rows = []
    data: list[tuple[str, ...]] = []
    for phase in Phase:
        events = by_phase.get(phase, [])
        done = list(_done(phase, facts)) if events else []
        who = listed(
            dict.fromkeys(facts.analysis.names.get(e.by, e.by) for e in events)
        )
        days = _days(events)
        example = examples.get(phase, (0, ""))[1]
        rows.append(
            (
                (Line(str(phase).capitalize(), "Theme"), Line(days, "Aside")),
                tuple(Line(each) for each in done) or (Line(NOTHING, "Aside"),),
                (Line(who),),
                (Line(example),),
            )
        )
        data.append((str(phase), days, " ".join(done) or NOTHING, who, example))
    table = Table(
        caption_in_force(moment.read(Caption), "phases"),
        (
            Column("Phase", 3.7),
            Column("What was done", 5.1),
            Column("By", 3),
            Column("Example from this study", 5.2),
        ),
        rows,
        (
            "Phases are Braun and Clarke's of 2022; they overlap and are returned to.",
            "Numbers count decisions that were not taken back.",
        ),
        whole_rows=False,
    )
    sheet = Sheet("Phases", ("phase", "days", "what was done", "by", "example"), data)
    return Content(f"{moment.study().title}: the phases", (table,), (sheet,))


def _ids(events: list[Event]) -> set[str]:
    """Ids of words that an example or a name may need."""
    telling = {kind for several in _TELLING.values() for kind in several}
    telling |= {"CodeCreated", "ResearcherAdded", "ProjectCreated", "CodebookLoaded"}
    telling |= {"FrameworkDescribed", "DebriefOpened", "ChallengeRaised"}
    found: set[str] = set()
    for event in events:
        if event.kind in telling:
            found |= set(strings_in(event.payload))
    return found


def _example(names: Names, event: Event) -> str:
    decision = event.decision()
    told = in_a_sentence(names, event, decision)
    reason = getattr(decision, "reason", None)
    if reason:
        told += f" Reason: {names.words(reason)}"
    if len(told) > 420:
        told = f"{told[:420].rsplit(' ', 1)[0]} […]"
    return f"{told} (decision {event.seq})"


def _days(events: list[Event]) -> str:
    if not events:
        return ""
    first, last = date(events[0].at), date(events[-1].at)
    return first if first == last else f"{first} to {last}"


def _done(phase: Phase, facts: Facts) -> Iterator[str]:
    """What the records show was done in a phase, one sentence each."""
    told = {
        Phase.SETTING_UP: _setting_up,
        Phase.FAMILIARISATION: _familiarisation,
        Phase.CODING: _coding,
        Phase.GENERATING: _generating,
        Phase.REVIEWING: _reviewing,
        Phase.DEFINING: _defining,
        Phase.THEORY: _theory,
        Phase.WRITING_UP: _writing_up,
        Phase.TRUSTWORTHINESS: _trustworthiness,
    }.get(phase)
    if told is None:
        events = [
            k for k, p in ((t.__name__, p) for t, p in PHASE.items()) if p is phase
        ]
        yield f"{counted(facts.number(*events), 'decision')}."
        return
    for number, one, several in told(facts):
        if number:
            yield f"{counted(number, one, several)}."


_Counts = list[tuple[int, str, str]]


def _setting_up(f: Facts) -> _Counts:
    return [
        (
            f.number("QuestionAsked"),
            "research question asked",
            "research questions asked",
        ),
        (
            len(f.settings),
            "choice of the set-up recorded",
            "choices of the set-up recorded",
        ),
        (len(f.people), "participant", "participants"),
        (len(f.team), "person at work on the study", "people at work on the study"),
    ]


def _familiarisation(f: Facts) -> _Counts:
    read = sum(1 for t in f.interviews if f.passes[t.id])
    notes = f.memos["familiarisation"] + f.memos["field-note"]
    return [
        (
            len(f.interviews),
            "interview in the analysis",
            "interviews in the analysis",
        ),
        (read, "of them read from end to end", "of them read from end to end"),
        (
            len(f.transcripts) - len(f.interviews),
            "later addition by a participant",
            "later additions by participants",
        ),
        (sum(f.passes.values()), "reading in all", "readings in all"),
        (notes, "note made while reading", "notes made while reading"),
        (len(f.corrected), "transcript corrected", "transcripts corrected"),
        (
            f.number("TranscriptChecked"),
            "check against the recording",
            "checks against recordings",
        ),
    ]


def _coding(f: Facts) -> _Counts:
    active = sum(f.origins.values())
    return [
        (len(f.segments), "coded segment", "coded segments"),
        (active, "code in use", "codes in use"),
        (f.number("CodesMerged"), "merge of codes", "merges of codes"),
        (f.number("CodeSplit"), "code split", "codes split"),
        (f.number("CodeRedefined"), "redefinition", "redefinitions"),
        (f.number("SegmentRecoded"), "segment recoded", "segments recoded"),
        (f.memos["analytic"], "analytic note", "analytic notes"),
        (
            f.number("SuggestionsOffered"),
            "request to the machine for suggestions",
            "requests to the machine for suggestions",
        ),
    ]


def _generating(f: Facts) -> _Counts:
    return [
        (f.number("ThemeStarted"), "candidate theme begun", "candidate themes begun"),
        (
            f.number("CodesGrouped"),
            "grouping by the machine looked at",
            "groupings looked at",
        ),
        (
            f.number("ThemesRelated"),
            "line drawn on the theme map",
            "lines drawn on the map",
        ),
    ]


def _reviewing(f: Facts) -> _Counts:
    return [
        (
            f.number("ThemeStateChanged"),
            "change of a theme's state",
            "changes of themes' states",
        ),
        (
            f.number("ThemeCodesChanged"),
            "change of a theme's codes",
            "changes of which codes belong to which theme",
        ),
        (f.number("ThemesMerged"), "merge of themes", "merges of themes"),
        (f.number("ThemeSplit"), "theme split", "themes split"),
        (
            f.number("ReviewAnswered"),
            "review question answered",
            "review questions answered",
        ),
        (
            f.number("TranscriptReread"),
            "transcript read again",
            "re-readings of transcripts",
        ),
        (
            f.number("NegativeCasesSought"),
            "search for negative cases",
            "searches for negative cases",
        ),
        (f.number("NegativeCaseNoted"), "negative case", "negative cases"),
    ]


def _defining(f: Facts) -> _Counts:
    defined = sum(theme.state == "defined" for theme in f.themes)
    return [
        (
            f.number("ThemeConceived"),
            "wording of a central concept",
            "wordings of central concepts",
        ),
        (
            f.number("ThemeDefined"),
            "wording of a definition",
            "wordings of definitions",
        ),
        (f.number("ThemeRenamed"), "theme renamed", "themes renamed"),
        (defined, "theme defined", "themes defined"),
    ]


def _theory(f: Facts) -> _Counts:
    return [
        (
            f.number("AllianceLinked"),
            "relation argued",
            "relations to a framework argued",
        ),
        (f.number("AllianceLinkRevised"), "relation revised", "relations revised"),
        (
            f.number("AllianceLinkWithdrawn"),
            "relation withdrawn",
            "relations withdrawn",
        ),
    ]


def _trustworthiness(f: Facts) -> _Counts:
    return [
        (f.number("DebriefOpened"), "debriefing session", "debriefing sessions"),
        (len(f.challenges), "challenge raised", "challenges raised"),
        (
            f.number("ChallengeAnswered"),
            "answer to a challenge",
            "answers to challenges",
        ),
        (f.number("VerdictGiven"), "verdict on a coding", "verdicts on codings"),
        (
            f.packets_made,
            "packet made for a participant",
            "packets made for participants",
        ),
        (f.number("MemberReplied"), "participant's reply", "participants' replies"),
        (f.number("LookedBack"), "note looked back at", "notes looked back at"),
    ]


def _writing_up(f: Facts) -> _Counts:
    printed = sum(len(f.analysis.quoted(t)) for t in f.analysis.order)
    return [
        (printed, "extract chosen", "extracts chosen"),
        (f.number("CopyMade"), "export or backup made", "exports and backups made"),
    ]
