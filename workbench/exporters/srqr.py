"""SRQR, 21 items, filled in from records (METHOD.md 1.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.exporters.checklists import (
    AUTO,
    AUTO_PLUS,
    PERSON,
    PROFILE,
    Answer,
    Item,
    checklist,
    left_to_person,
    typed,
)
from workbench.exporters.facts import BLANK
from workbench.exporters.methods import analysis, duration
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import techniques
from workbench.in_words import counted, in_words, listed
from workbench.model import AllianceLink, Framework

if TYPE_CHECKING:
    from workbench.exporters.facts import Facts
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Content

_FRONT: Final = "Title, abstract and introduction"
_METHODS: Final = "Methods"
_RESULTS: Final = "Results, discussion and other"


def srqr(moment: Moment) -> Content:
    """The checklist as it can be handed in."""
    source = "O'Brien, Harris, Beckman, Reed and Cook 2014"
    return checklist(moment, "SRQR checklist, 21 items", source, ITEMS, ())


def _purpose(f: Facts) -> Answer:
    told = " ".join(f.questions) if f.questions else BLANK
    return Answer(told, f.cite("QuestionAsked"))


def _approach(f: Facts) -> Answer:
    told = f"Thematic analysis, {in_words(f.moment.study().orientation)}."
    where = [f.cite("ProjectCreated", "OrientationChanged"), f.cite_setting("paradigm")]
    return Answer(f"{told} {f.setting('paradigm')}", "; ".join(filter(None, where)))


def _researchers(f: Facts) -> Answer:
    told = f.setting("positionality")
    if f.memos["journal"]:
        told += f" Journal: {counted(f.memos['journal'], 'entry', 'entries')}."
    return Answer(told, f.cite_setting("positionality"))


def _ethics(f: Facts) -> Answer:
    limits = sum(person.quotes != "verbatim" for person in f.people)
    told = f"{f.setting('ethics')} Limits on quotation are recorded for {limits} of "
    told += f"{counted(len(f.people), 'participant')}."
    consent = f.cite("ParticipantAdded", "ConsentSet", "ConsentConfirmed")
    where = [f.cite_setting("ethics"), consent]
    return Answer(told, "; ".join(filter(None, where)))


def _collection(f: Facts) -> Answer:
    days = sorted(t.held_on for t in f.interviews if t.held_on)
    held = counted(len(f.interviews), "interview")
    if days:
        held += f" from {date(days[0])} to {date(days[-1])}"
    added = len(f.transcripts) - len(f.interviews)
    if added:
        held += f", and {counted(added, 'later addition')} by participants"
    told = f"{held}. {f.setting('interview-setting')}"
    return Answer(told, f.cite("TranscriptImported"))


def _instruments(f: Facts) -> Answer:
    told = f"{f.setting('interview-guide')} {f.setting('recording')}"
    where = [f.cite_setting("interview-guide"), f.cite_setting("recording")]
    where.append(f.cite("GuideQuestionAdded"))
    return Answer(told, "; ".join(filter(None, where)))


def _units(f: Facts) -> Answer:
    groups = ", ".join(f"{name}: {count}" for name, count in f.groups.items())
    told = counted(len(f.people), "participant")
    told += f" ({groups})" if groups else ""
    told += f", {f.material}. {duration(f)}"
    return Answer(told, f.cite("ParticipantAdded", "TranscriptImported"))


def _processing(f: Facts) -> Answer:
    told = (
        f"{counted(len(f.transcripts), 'transcript')}, {len(f.corrected) or 'none'} of "
        "them corrected in a new version; checks against recordings: "
        f"{f.number('TranscriptChecked') or 'none recorded'}; withdrawals: "
        f"{f.number('ParticipantWithdrawn') or 'none'}. Kept on the researchers' own "
        "machine, every decision in a chain that shows later changes."
    )
    where = f.cite("TranscriptImported", "TranscriptCorrected", "TranscriptChecked")
    return Answer(told, where)


def _analysis(f: Facts) -> Answer:
    where = f.cite("SegmentCoded", "CodeCreated", "ThemeStarted", "ThemeStateChanged")
    return Answer(analysis(f), where)


def _trust(f: Facts) -> Answer:
    found = [each for each in techniques(f) if each.records]
    missing = [each.name for each in techniques(f) if not each.records]
    told = " ".join(each.sentence for each in found)
    if missing:
        told += f" None recorded: {listed(missing)}."
    return Answer(told, "; ".join(f"{each.name}: {each.where}" for each in found))


def _synthesis(f: Facts) -> Answer:
    names = [theme.name for theme in f.themes]
    told = f"Themes: {listed(names)}." if names else "No theme is reviewed yet."
    frameworks = {each.id: each.title for each in f.moment.read(Framework)}
    used = {x.framework for x in f.moment.rows(AllianceLink, state="argued")}
    if used:
        titles = sorted(frameworks.get(each, each) for each in used)
        told += f" Related to: {listed(titles)}."
    return Answer(told, f.cite("ThemeStateChanged", "ThemeConceived", "AllianceLinked"))


def _links(f: Facts) -> Answer:
    printed = sum(f.quotes_of.values())
    told = (
        f"{counted(printed, 'extract')} of {counted(len(f.quotes_of), 'participant')}, "
        f"chosen from {counted(len(f.segments), 'coded segment')}; each leads to its "
        "place by its id."
    )
    return Answer(told, f.cite("ExtractChosen"))


ITEMS: Final = (
    Item("S1", "Title", PERSON, left_to_person(), _FRONT),
    Item("S2", "Abstract", PERSON, left_to_person(), _FRONT),
    Item("S3", "Problem", PERSON, left_to_person(), _FRONT),
    Item("S4", "Purpose or question", PROFILE, _purpose, _FRONT),
    Item("S5", "Approach and paradigm", PROFILE, _approach, _METHODS),
    Item("S6", "Researchers and reflexivity", PROFILE, _researchers, _METHODS),
    Item("S7", "Context", PROFILE, typed("context"), _METHODS),
    Item("S8", "Sampling", PROFILE, typed("sampling"), _METHODS),
    Item("S9", "Ethics", PROFILE, _ethics, _METHODS),
    Item("S10", "Collection", AUTO_PLUS, _collection, _METHODS),
    Item("S11", "Instruments and technologies", AUTO_PLUS, _instruments, _METHODS),
    Item("S12", "Units of study", AUTO, _units, _METHODS),
    Item("S13", "Processing of the data", AUTO, _processing, _METHODS),
    Item("S14", "Analysis", AUTO_PLUS, _analysis, _METHODS),
    Item("S15", "Trustworthiness", AUTO, _trust, _METHODS),
    Item("S16", "Synthesis and interpretation", AUTO_PLUS, _synthesis, _RESULTS),
    Item("S17", "Links to empirical data", AUTO, _links, _RESULTS),
    Item("S18", "Integration and transferability", PERSON, left_to_person(), _RESULTS),
    Item("S19", "Limitations", PERSON, left_to_person(), _RESULTS),
    Item("S20", "Conflicts of interest", PROFILE, typed("conflicts"), _RESULTS),
    Item("S21", "Funding", PROFILE, typed("funding"), _RESULTS),
)
