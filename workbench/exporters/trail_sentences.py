"""What each decisive decision reads like in prose.

One sentence per kind. Words are as they read today; nothing here quotes a participant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workbench.decisions import (
    coding,
    familiarisation,
    people,
    setting_up,
    taking_over,
    themes,
    theory,
)
from workbench.exporters.trail_sentences_themes import THEME_SENTENCES
from workbench.exporters.trail_sentences_trust import TRUST_SENTENCES
from workbench.in_words import counted, in_words, setting
from workbench.model import THEME_STATES
from workbench.study import LOCK, SWITCHES

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.decisions.decision import Decision
    from workbench.exporters.trail_names import Names
    from workbench.store.trail import Event

Sentence: TypeAlias = "Callable[[Names, Any], str]"


_STUDIES: Final = {
    "reflexive": "reflexive thematic analysis",
    "codebook": "codebook thematic analysis",
    "coding-reliability": "thematic analysis with coding reliability",
    "other": "thematic analysis of another kind",
}
_SWITCHED: Final = (*SWITCHES, LOCK, "counts", "first-pass", "gap-report")


def in_a_sentence(names: Names, event: Event, decision: Decision) -> str:
    """Who decided what, as a sentence; the kind must have one."""
    names.by = event.by
    return f"{names.person(event.by)} {SENTENCES[type(decision)](names, decision)}"


def _project_created(n: Names, d: setting_up.ProjectCreated) -> str:
    sample = ", a sample in which everyone is invented" if d.is_sample else ""
    note = f" {n.words(d.orientation_note)}" if d.orientation_note else ""
    title = f"\u201c{n.words(d.title)}\u201d"
    kind = _STUDIES.get(d.orientation, d.orientation)
    return f"began the study {title} as {kind}{sample}.{note}"


def _orientation_changed(_: Names, d: setting_up.OrientationChanged) -> str:
    old, new = (_STUDIES.get(each, each) for each in (d.old, d.new))
    return f"changed the orientation of the study from {old} to {new}."


def _setting_changed(n: Names, d: setting_up.SettingChanged) -> str:
    about = setting(d.key)
    if d.key in _SWITCHED:
        return f"switched {about} {n.words(d.new)}."
    if d.old:
        return (
            f"worded anew, on {about}: {n.sentence(d.new)} Before: {n.sentence(d.old)}"
        )
    return f"wrote down, on {about}: {n.sentence(d.new)}"


def _consent_set(_: Names, d: people.ConsentSet) -> str:
    new = d.new
    told = f"quotation: {new.quotes}; computation: {'yes' if new.computation else 'no'}"
    return f"recorded the consent of {d.participant} anew ({told})."


def _consent_confirmed(_: Names, d: people.ConsentConfirmed) -> str:
    return f"recorded that {d.participant} agreed to what stands as the consent."


def _withdrawn(_: Names, d: people.ParticipantWithdrawn) -> str:
    what = {
        "all": "withdrew, and her or his words were erased",
        "quotes": "withdrew consent to be quoted",
        "contact": "asked not to be contacted any more",
    }.get(d.withdrawal, f"withdrew ({d.withdrawal})")
    return (
        f"recorded that {d.participant} {what}: {counted(d.turns, 'turn')}, "
        f"{counted(len(d.segments), 'coded segment')}, "
        f"{counted(len(d.extracts), 'extract')}; {counted(d.themes, 'theme')} touched."
    )


def _corrected(_: Names, d: familiarisation.TranscriptCorrected) -> str:
    found = dict.fromkeys(("unchanged", "shifted", "text-changed", "lost"), 0)
    for each in d.reanchored:
        found[each.anchor] = found.get(each.anchor, 0) + 1
    corrected = f"corrected {d.transcript} (version {d.version.number})"
    if not d.reanchored:
        return f"{corrected}; nothing was coded in it yet."
    told = ", ".join(f"{count} {in_words(name)}" for name, count in found.items())
    return f"{corrected}; coded segments: {told}."


def _codebook_loaded(n: Names, d: coding.CodebookLoaded) -> str:
    use = "for mapping only" if d.for_mapping else "for coding"
    return f"loaded the codebook \u201c{n.words(d.title)}\u201d {use}."


def _redefined(n: Names, d: coding.CodeRedefined) -> str:
    said = f"redefined the code {n.of(d.code)}."
    if d.old_definition and d.old_definition != d.definition:
        said += f" Before: {n.sentence(d.old_definition)} Now:"
    return f"{said} {n.sentence(d.definition)}" if d.definition else said


def _offered(_: Names, d: coding.SuggestionsOffered) -> str:
    return (
        f"asked the machine about {d.transcript}; it pointed at "
        f"{counted(len(d.suggestions), 'stretch', 'stretches')} (model {d.model})."
    )


def _pointed_out(_: Names, d: coding.PassagesPointedOut) -> str:
    return (
        f"asked the machine for passages ({in_words(d.reading)}); it pointed at "
        f"{len(d.passages)} (model {d.model})."
    )


def _grouped(_: Names, d: themes.CodesGrouped) -> str:
    first = sum(1 for each in d.groupings if each.alternative == 0)
    return (
        f"asked the machine to group {counted(len(d.codes), 'code')}; it showed "
        f"{counted(first, 'group')} ({method(d.method)})."
    )


def method(name: str) -> str:
    """A method of grouping as it is printed."""
    return name.replace("__", ", ").replace("_", " ")


def _theme_started(n: Names, d: themes.ThemeStarted) -> str:
    told = f"started the candidate theme {n.of(d.theme)}"
    if d.parent:
        told += f" under {n.of(d.parent)}"
    if d.codes:
        told += f" from the codes {n.several(d.codes)}"
    if d.grouping:
        told += ", after looking at a grouping by the machine"
    told += "."
    if d.central_concept:
        told += f" Central concept: {n.words(d.central_concept)}"
    if d.idea:
        told += f" The idea so far: {n.words(d.idea)}"
    return told


def _conceived(n: Names, d: themes.ThemeConceived) -> str:
    if d.concept == d.old_concept and d.is_not != d.old_is_not:
        return f"wrote what the theme {n.of(d.theme)} is not: {n.words(d.is_not)}"
    told = f"wrote what the theme {n.of(d.theme)} is about."
    if d.concept != d.old_concept:
        told += f" Central concept: {n.words(d.concept)}"
        if d.old_concept:
            told += f" (before: {n.words(d.old_concept)})"
    if d.is_not != d.old_is_not:
        told += f" It is not: {n.words(d.is_not)}"
    return told


def _codes_changed(n: Names, d: themes.ThemeCodesChanged) -> str:
    added = tuple(code for code in d.new if code not in d.old)
    removed = tuple(code for code in d.old if code not in d.new)
    parts = []
    if added:
        parts.append(f"moved {n.several(added)} into the theme {n.of(d.theme)}")
    if removed:
        parts.append(f"took {n.several(removed)} out of the theme {n.of(d.theme)}")
    return (" and ".join(parts) or f"put the codes of {n.of(d.theme)} in order") + "."


def _state_changed(n: Names, d: themes.ThemeStateChanged) -> str:
    theme = n.of(d.theme)
    if d.new == "discarded":
        what = "candidate theme" if d.old == "candidate" else "theme"
        return f"discarded the {what} {theme}."
    if d.old == "discarded":
        return f"took the discarded theme {theme} up again, as {d.new}."
    ahead = THEME_STATES.index(d.new) > THEME_STATES.index(d.old)
    moved = "moved" if ahead else "set"
    way = "on" if ahead else "back"
    return f"{moved} the theme {theme} {way} from {d.old} to {d.new}."


def _linked(n: Names, d: theory.AllianceLinked) -> str:
    if d.dimension:
        where = f"{n.part(d.framework, d.dimension)} in {n.of(d.framework)}"
    else:
        where = f"no part of {n.of(d.framework)}"
    parts = [in_words(d.relation), between(d.target)]
    if d.polarity:
        parts.append(in_words(d.polarity))
    parts.append(evidence(len(d.evidence), len(d.counter_evidence)))
    said = f"related the theme {n.of(d.theme)} to {where}: {', '.join(parts)}."
    return f"{said} {n.words(d.rationale)}" if d.rationale else said


def between(target: str) -> str:
    """Between whom a relation is, in print."""
    return (
        in_words(target) if target == "unspecified" else f"between {in_words(target)}"
    )


def evidence(speak_for: int, speak_against: int) -> str:
    """How many segments speak for a relation and against it."""
    if not speak_for and not speak_against:
        return "no evidence given"
    told = f"{counted(speak_for, 'segment')} for it"
    return f"{told} and {speak_against} against" if speak_against else told


SENTENCES: Final[dict[type, Sentence]] = {
    setting_up.ProjectCreated: _project_created,
    setting_up.ResearcherAdded: lambda n, d: (
        f"added {n.person(d.researcher)} to the study as {in_words(d.role)}."
    ),
    setting_up.RoleChanged: lambda n, d: (
        f"changed the role of {n.person(d.researcher)} from {d.old} to {d.new}."
    ),
    setting_up.OrientationChanged: _orientation_changed,
    setting_up.QuestionAsked: lambda n, d: f"asked: {n.words(d.text)}",
    setting_up.QuestionSetAside: lambda n, d: (
        f"set aside the question {n.of(d.question)}."
    ),
    setting_up.SettingChanged: _setting_changed,
    setting_up.ProjectRepaired: lambda _, d: (
        f"put on record that the check '{d.check}' found damage; "
        f"{'it is known and stays' if d.way == 'known' else f'it was {d.way}'}."
    ),
    setting_up.ProjectMerged: lambda _, d: (
        f"took in {counted(d.size, 'decision')} of another copy of the study."
    ),
    taking_over.StudyTakenOver: lambda n, d: (
        f"brought in a study from {n.words(d.program) if d.program else d.format}; "
        "what was decided there before is not recorded here."
    ),
    people.ConsentSet: _consent_set,
    people.ConsentConfirmed: _consent_confirmed,
    people.TranscriptsPseudonymised: lambda _, d: (
        f"pseudonymised {counted(d.replaced, 'place')} in {', '.join(d.transcripts)}; "
        f"{d.offered} looked at."
    ),
    people.ParticipantWithdrawn: _withdrawn,
    people.WordsErased: lambda _, d: (
        f"erased {counted(len(d.words), 'text', 'texts')} for good"
        + (f", at the wish of {d.participant}." if d.participant else ".")
    ),
    familiarisation.TranscriptCorrected: _corrected,
    familiarisation.TranscriptRemoved: lambda _, d: (
        f"removed {d.transcript} from the analysis."
    ),
    coding.CodebookLoaded: _codebook_loaded,
    coding.CodeRenamed: lambda n, d: (
        f"renamed the code \u201c{n.words(d.old)}\u201d to {n.of(d.code)}."
    ),
    coding.CodeRedefined: _redefined,
    coding.CodesMerged: lambda n, d: (
        f"merged the code {n.of(d.source)} into {n.of(d.into)}"
        + (f"; {counted(len(d.segments), 'segment')} moved." if d.segments else ".")
    ),
    coding.CodeSplit: lambda n, d: (
        f"split the code {n.of(d.source)}; new codes: "
        f"{n.several(tuple(pile.code for pile in d.piles))}."
    ),
    coding.CodeRetired: lambda n, d: f"retired the code {n.of(d.code)}.",
    coding.SuggestionsOffered: _offered,
    coding.PassagesPointedOut: _pointed_out,
    themes.CodesGrouped: _grouped,
    themes.ThemeStarted: _theme_started,
    themes.ThemeRenamed: lambda n, d: (
        f"renamed the theme \u201c{n.words(d.old)}\u201d to {n.of(d.theme)}."
    ),
    themes.ThemeConceived: _conceived,
    themes.ThemeCodesChanged: _codes_changed,
    themes.ThemeStateChanged: _state_changed,
    themes.ThemesMerged: lambda n, d: (
        f"merged the theme {n.of(d.source)} into {n.of(d.into)}."
    ),
    themes.ThemeMoved: lambda n, d: (
        f"moved the theme {n.of(d.theme)} under {n.of(d.new)}."
        if d.new
        else f"made {n.of(d.theme)} a theme of its own."
    ),
    theory.AllianceLinked: _linked,
    theory.AllianceLinkWithdrawn: lambda n, d: f"withdrew {n.of(d.link)}.",
}
SENTENCES.update(THEME_SENTENCES)
SENTENCES.update(TRUST_SENTENCES)
