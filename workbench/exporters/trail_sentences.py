"""What each decisive decision reads like in prose.

One sentence per kind. Words are as they read today; nothing here quotes a participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

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
from workbench.model import ERASED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.decisions.decision import Decision

#: Names longer than this are cut in a list of names.
_IN_A_LIST: Final = 60


class Names:
    """What things are called at the point that the account has reached."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._named: dict[str, str] = {}

    def words(self, name: str | None) -> str:
        """The words under an id on one line; a dash where there are none."""
        if name is None:
            return "\N{EN DASH}"
        return " ".join(self._words.get(name, ERASED).split())

    def of(self, thing: str | None) -> str:
        """What a code, theme or the like is called, in quotation marks."""
        if thing is None:
            return "none"
        known = self._named.get(thing)
        return thing if known is None else f"\u201c{self.words(known)}\u201d"

    def person(self, researcher: str) -> str:
        """A researcher's name."""
        known = self._named.get(researcher)
        return researcher if known is None else self.words(known)

    def several(self, things: tuple[str, ...], limit: int = 8) -> str:
        """Some names in a row; what is over the limit is counted."""
        if not things:
            return "none"
        shown = [self.of(thing) for thing in things[:limit]]
        shown = [
            n if len(n) <= _IN_A_LIST else f"{n[:_IN_A_LIST]}…\u201d" for n in shown
        ]
        more = len(things) - len(shown)
        if more:
            return f"{', '.join(shown)} and {more} more"
        if len(shown) == 1:
            return shown[0]
        return f"{', '.join(shown[:-1])} and {shown[-1]}"

    def learn(self, decision: Decision) -> None:
        """Names that a decision gives are known from here on."""
        for kind, thing, name in _NAMING:
            if isinstance(decision, kind):
                self._named[getattr(decision, thing)] = getattr(decision, name)
        if isinstance(decision, coding.CodeSplit):
            self._named.update({pile.code: pile.name for pile in decision.piles})


#: Decisions that name something: the field of its id, the field of its name.
_NAMING: Final[tuple[tuple[type, str, str], ...]] = (
    (setting_up.ProjectCreated, "researcher", "researcher_name"),
    (setting_up.ResearcherAdded, "researcher", "name"),
    (setting_up.QuestionAsked, "question", "text"),
    (coding.CodebookLoaded, "framework", "title"),
    (coding.CodeCreated, "code", "name"),
    (coding.CodeRenamed, "code", "new"),
    (themes.ThemeStarted, "theme", "name"),
    (themes.ThemeRenamed, "theme", "new"),
)
#: The kinds of decision from which `Names` learns.
NAMING: Final = frozenset(
    kind.__name__ for kind in (*(kind for kind, _, _ in _NAMING), coding.CodeSplit)
)

#: Names of the kinds by which things come to be called something.
NAMING_KINDS: Final = frozenset(
    {*(kind.__name__ for kind, _, _ in _NAMING), coding.CodeSplit.__name__}
)

Sentence = Callable[[Names, Any], str]


def _project_created(n: Names, d: setting_up.ProjectCreated) -> str:
    sample = ", a sample in which everyone is invented" if d.is_sample else ""
    note = f" {n.words(d.orientation_note)}" if d.orientation_note else ""
    title = f"\u201c{n.words(d.title)}\u201d"
    return f"began the study {title} as {d.orientation}{sample}.{note}"


def _orientation_changed(_: Names, d: setting_up.OrientationChanged) -> str:
    return f"changed the orientation of the study from {d.old} to {d.new}."


def _setting_changed(n: Names, d: setting_up.SettingChanged) -> str:
    before = f" (before: {n.words(d.old)})" if d.old else ""
    told = f"set {d.key} to: {n.words(d.new)}{before}"
    return told if told.endswith((".", "!", "?")) else f"{told}."


def _consent_set(_: Names, d: people.ConsentSet) -> str:
    new = d.new
    told = f"quotes: {new.quotes}; computation: {'yes' if new.computation else 'no'}"
    return f"recorded the consent of {d.participant} anew ({told})."


def _withdrawn(_: Names, d: people.ParticipantWithdrawn) -> str:
    what = {
        "all": "withdrew, and her or his words were erased",
        "quotes": "withdrew consent to be quoted",
        "contact": "asked not to be contacted any more",
    }.get(d.withdrawal, f"withdrew ({d.withdrawal})")
    return (
        f"recorded that {d.participant} {what}: {d.turns} turns, "
        f"{len(d.segments)} coded segments, {len(d.extracts)} extracts; "
        f"{d.themes} themes were touched."
    )


def _corrected(_: Names, d: familiarisation.TranscriptCorrected) -> str:
    found = dict.fromkeys(("unchanged", "shifted", "text-changed", "lost"), 0)
    for each in d.reanchored:
        found[each.anchor] = found.get(each.anchor, 0) + 1
    told = ", ".join(f"{count} {name}" for name, count in found.items())
    return f"corrected {d.transcript} (version {d.version.number}); segments: {told}."


def _codebook_loaded(n: Names, d: coding.CodebookLoaded) -> str:
    use = "for mapping only" if d.for_mapping else "for coding"
    return f"loaded the codebook \u201c{n.words(d.title)}\u201d {use}."


def _redefined(n: Names, d: coding.CodeRedefined) -> str:
    return (
        f"redefined the code {n.of(d.code)}, before: {n.words(d.old_definition)}; "
        f"now: {n.words(d.definition)}"
    )


def _offered(_: Names, d: coding.SuggestionsOffered) -> str:
    return (
        f"asked the machine about {d.transcript}; it offered "
        f"{len(d.suggestions)} stretches (model {d.model})."
    )


def _pointed_out(_: Names, d: coding.PassagesPointedOut) -> str:
    return (
        f"asked the machine for passages ({d.reading}); it pointed at "
        f"{len(d.passages)} (model {d.model})."
    )


def _grouped(_: Names, d: themes.CodesGrouped) -> str:
    first = sum(1 for each in d.groupings if each.alternative == 0)
    return (
        f"asked the machine to group {len(d.codes)} codes; it showed {first} groups "
        f"(method {d.method}, seed {d.seed})."
    )


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


def _linked(n: Names, d: theory.AllianceLinked) -> str:
    polarity = f", {d.polarity}" if d.polarity else ""
    where = f"{d.dimension} of" if d.dimension else "no dimension of"
    told = (
        f"related the theme {n.of(d.theme)} to {where} {n.of(d.framework)}: "
        f"{d.relation}, {d.target}{polarity}, on {len(d.evidence)} segments for it and "
        f"{len(d.counter_evidence)} against."
    )
    return f"{told} {n.words(d.rationale)}" if d.rationale else told


SENTENCES: Final[dict[type, Sentence]] = {
    setting_up.ProjectCreated: _project_created,
    setting_up.ResearcherAdded: lambda n, d: (
        f"added {n.person(d.researcher)} to the study as {d.role}."
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
    setting_up.ProjectMerged: lambda _, d: (
        f"took in the {d.size} decisions of another copy of the study."
    ),
    taking_over.StudyTakenOver: lambda n, d: (
        f"brought in a study from {n.words(d.program) if d.program else d.format}; "
        "what was decided there before is not recorded here."
    ),
    people.ConsentSet: _consent_set,
    people.TranscriptsPseudonymised: lambda _, d: (
        f"pseudonymised {d.replaced} places in {', '.join(d.transcripts)}; "
        f"{d.offered} were looked at."
    ),
    people.ParticipantWithdrawn: _withdrawn,
    people.WordsErased: lambda _, d: f"erased {len(d.words)} pieces of wording.",
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
        f"merged the code {n.of(d.source)} into {n.of(d.into)}; "
        f"segments that moved: {len(d.segments)}."
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
    themes.ThemeStateChanged: lambda n, d: (
        f"changed the state of the theme {n.of(d.theme)} from {d.old} to {d.new}."
    ),
    themes.ThemesMerged: lambda n, d: (
        f"merged the theme {n.of(d.source)} into {n.of(d.into)}."
    ),
    themes.ThemeMoved: lambda n, d: (
        f"moved the theme {n.of(d.theme)} under {n.of(d.new)}."
        if d.new
        else f"made {n.of(d.theme)} a theme of its own."
    ),
    theory.AllianceLinked: _linked,
    theory.AllianceLinkWithdrawn: lambda _, __: (
        "withdrew a relation of a theme to a framework."
    ),
}
SENTENCES.update(THEME_SENTENCES)
SENTENCES.update(TRUST_SENTENCES)
