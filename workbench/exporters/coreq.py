"""COREQ, 32 items, filled in from records (METHOD.md 1.7)."""

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
from workbench.exporters.methods import duration
from workbench.exporters.trustworthiness import technique
from workbench.in_words import counted, in_words, listed, model_in_words
from workbench.model import Attribute, GroupingRun, SuggestionRun

if TYPE_CHECKING:
    from workbench.exporters.facts import Facts
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Content

_TEAM: Final = "Research team and reflexivity"
_DESIGN: Final = "Study design"
_ANALYSIS: Final = "Analysis and findings"
_NOT_APPLICABLE: Final = (
    "Not applicable to reflexive thematic analysis, which does not "
)
NONE: Final = "None recorded."


def coreq(moment: Moment) -> Content:
    """The checklist as it can be handed in."""
    return checklist(
        moment,
        "COREQ checklist, 32 items",
        "Tong, Sainsbury and Craig 2007",
        ITEMS,
        _notes(moment),
    )


def _notes(moment: Moment) -> tuple[str, ...]:
    if moment.study().orientation != "reflexive":
        return ()
    return (
        (
            "Items 22, 24 and 28 carry values that a reflexive analysis does not "
            "share; their answers say so. It is for journals that ask for it."
        ),
    )


def _sample_size(f: Facts) -> Answer:
    groups = ", ".join(f"{name}: {count}" for name, count in f.groups.items())
    told = counted(len(f.people), "participant")
    where = f.cite("ParticipantAdded")
    return Answer(f"{told} ({groups})." if groups else f"{told}.", where)


def _non_participation(f: Facts) -> Answer:
    told = f.setting("non-participation")
    if f.withdrawn:
        told += f" Withdrew after joining: {f.withdrawn}."
    where = [f.cite_setting("non-participation"), f.cite("ParticipantWithdrawn")]
    return Answer(told, "; ".join(filter(None, where)))


def _sample(f: Facts) -> Answer:
    columns = [attribute.name for attribute in f.moment.read(Attribute)]
    if not columns:
        return Answer(f"No attributes recorded. {BLANK}")
    told = f"Recorded of each participant: group, {listed(columns)}; see participants."
    return Answer(told, f.cite("AttributeAdded", "AttributeSet", "AttributeChanged"))


def _guide(f: Facts) -> Answer:
    asked = f.number("GuideQuestionAdded")
    told = f.setting("interview-guide")
    if asked:
        told = f"{counted(asked, 'question')} of the guide on record. {told}"
    where = [f.cite_setting("interview-guide"), f.cite("GuideQuestionAdded")]
    return Answer(told, "; ".join(filter(None, where)))


def _repeats(f: Facts) -> Answer:
    repeated = {who: talks for who, talks in f.interviewed.items() if len(talks) > 1}
    if not repeated:
        return Answer("No repeat interviews.", f.cite("TranscriptImported"))
    told = listed(f"{who} ({len(talks)})" for who, talks in sorted(repeated.items()))
    return Answer(f"More than one interview: {told}.", f.cite("TranscriptImported"))


def _field_notes(f: Facts) -> Answer:
    found = technique(f, "field notes")
    return Answer(found.sentence if found.records else NONE, found.where)


def _duration(f: Facts) -> Answer:
    return Answer(duration(f), f.cite("TranscriptImported"))


def _saturation(f: Facts) -> Answer:
    power = f.settings.get("information-power")
    if f.moment.study().orientation == "reflexive":
        why = (
            f"{_NOT_APPLICABLE}treat meaning as something that runs out (Braun and "
            "Clarke 2021)."
        )
        offered = f" Information power: {power}" if power else f" {BLANK}"
        return Answer(why + offered, f.cite_setting("information-power"))
    return Answer(power or BLANK, f.cite_setting("information-power"))


def _returned(f: Facts) -> Answer:
    made = f.kinds.get("MemberPacketMade", [])
    count = sum(1 for event in made if event.payload.get("transcript"))
    if not count:
        return Answer(NONE)
    found = technique(f, "participant checking")
    told = (
        f"Transcripts were prepared for {counted(count, 'participant')} to check. "
        f"{found.sentence}"
    )
    return Answer(told, found.where)


def _coders(f: Facts) -> Answer:
    told = f"{len(f.coders)}: {listed(f.coders)}." if f.coders else NONE
    if f.moment.study().orientation == "reflexive":
        told += f" {_NOT_APPLICABLE}use coders to reach agreement."
    return Answer(told, f.cite("SegmentCoded"))


def _tree(f: Facts) -> Answer:
    active = [c for c in f.analysis.codes.values() if c.state == "active"]
    below = sum(code.parent is not None for code in active)
    placed = {code for theme in f.analysis.order for code in theme.codes}
    inside = sum(code.id in placed for code in active)
    told = (
        f"{counted(len(active), 'code')}, {below or 'none'} of them under another, "
        f"{inside or 'none'} in themes; see the codebook and the lineage of themes."
    )
    return Answer(told, f.cite("CodeCreated", "CodesMerged", "CodeMoved"))


def _derivation(f: Facts) -> Answer:
    if not f.origins:
        return Answer(NONE)
    told = listed(f"{n} {in_words(origin)}" for origin, n in f.origins.most_common())
    return Answer(
        f"Codes in use: {told}. {f.setting('inductive-deductive')}",
        f.cite("CodeCreated", "CodebookLoaded"),
    )


def _software(f: Facts) -> Answer:
    told = f"Workbench, version {f.tool}."
    runs = [model_in_words(run.model) for run in f.moment.read(SuggestionRun)]
    runs += [model_in_words(run.model) for run in f.moment.read(GroupingRun)]
    if runs:
        told += f" Text similarity: {listed(dict.fromkeys(runs))}, on our own machine."
    else:
        told += " No similarity was computed."
    where = f.cite("SuggestionsOffered", "CodesGrouped")
    return Answer(told, where or f"decisions 1\N{EN DASH}{f.moment.at}")


def _checking(f: Facts) -> Answer:
    found = technique(f, "participant checking")
    told = found.sentence if found.records else NONE
    if not found.records and f.moment.study().orientation == "reflexive":
        told += f" {_NOT_APPLICABLE}need participants' agreement to be valid."
    return Answer(told, found.where)


def _quotations(f: Facts) -> Answer:
    printed = sum(f.quotes_of.values())
    if not printed:
        return Answer("No extracts chosen yet.")
    told = (
        f"{counted(printed, 'quotation')} of {counted(len(f.quotes_of), 'participant')}"
        ", each with participant and an id that leads to its place."
    )
    return Answer(told, f.cite("ExtractChosen"))


def _major(f: Facts) -> Answer:
    tops = [theme.name for theme in f.themes if f.analysis.is_top(theme)]
    told = f"{len(tops)}: {listed(tops)}." if tops else "No theme is reviewed yet."
    return Answer(told, f.cite("ThemeStateChanged", "ThemeStarted"))


def _minor(f: Facts) -> Answer:
    below = [theme.name for theme in f.themes if not f.analysis.is_top(theme)]
    told = f"Subthemes: {listed(below)}." if below else "No subthemes."
    cases = technique(f, "negative cases")
    told += f" {cases.sentence}" if cases.records else " Negative cases: none recorded."
    return Answer(told, cases.where or f.cite("ThemeMoved", "ThemeStarted"))


ITEMS: Final = (
    Item("1", "Interviewer", PROFILE, typed("interviewer"), _TEAM),
    Item("2", "Credentials", PROFILE, typed("credentials"), _TEAM),
    Item("3", "Occupation", PROFILE, typed("occupation"), _TEAM),
    Item("4", "Gender", PROFILE, typed("gender"), _TEAM),
    Item("5", "Experience and training", PROFILE, typed("experience"), _TEAM),
    Item("6", "Relationship before", PROFILE, typed("relationship"), _TEAM),
    Item(
        *("7", "What participants knew of the interviewer", PERSON),
        left_to_person(),
        _TEAM,
    ),
    Item("8", "Interviewer's characteristics", PROFILE, typed("positionality"), _TEAM),
    Item("9", "Theory and orientation", PROFILE, typed("paradigm"), _DESIGN),
    Item("10", "Sampling", PROFILE, typed("sampling"), _DESIGN),
    Item("11", "Approach", PROFILE, typed("approach"), _DESIGN),
    Item("12", "Sample size", AUTO, _sample_size, _DESIGN),
    Item("13", "Non-participation", PROFILE, _non_participation, _DESIGN),
    Item("14", "Setting", PROFILE, typed("interview-setting"), _DESIGN),
    Item("15", "Others present", PROFILE, typed("others-present"), _DESIGN),
    Item("16", "Description of the sample", AUTO, _sample, _DESIGN),
    Item("17", "Interview guide", AUTO_PLUS, _guide, _DESIGN),
    Item("18", "Repeat interviews", AUTO, _repeats, _DESIGN),
    Item("19", "Recording", PROFILE, typed("recording"), _DESIGN),
    Item("20", "Field notes", AUTO, _field_notes, _DESIGN),
    Item("21", "Duration", AUTO, _duration, _DESIGN),
    Item("22", "Saturation", PERSON, _saturation, _DESIGN),
    Item("23", "Transcripts returned", AUTO, _returned, _DESIGN),
    Item("24", "Number of coders", AUTO, _coders, _ANALYSIS),
    Item("25", "Coding tree", AUTO, _tree, _ANALYSIS),
    Item("26", "Where themes come from", AUTO_PLUS, _derivation, _ANALYSIS),
    Item("27", "Software", AUTO, _software, _ANALYSIS),
    Item("28", "Participants' checking", AUTO, _checking, _ANALYSIS),
    Item("29", "Quotations", AUTO, _quotations, _ANALYSIS),
    Item(
        *("30", "Data and findings agree", PERSON),
        left_to_person("The quote bank leads from each extract to its place."),
        _ANALYSIS,
    ),
    Item("31", "Major themes", AUTO_PLUS, _major, _ANALYSIS),
    Item("32", "Minor themes and diverse cases", AUTO_PLUS, _minor, _ANALYSIS),
)
