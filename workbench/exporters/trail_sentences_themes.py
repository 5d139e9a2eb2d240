"""What reviewing, defining and theory decided, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import people, reviewing, themes, theory
from workbench.in_words import counted, in_words
from workbench.themes.reviewing import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.exporters.trail_names import Names


def _split(n: Names, d: themes.ThemeSplit) -> str:
    kept = f"the first keeps {n.several(d.codes)}" if d.codes else "nothing stays in it"
    return f"split the theme {n.of(d.source)} into {n.several(d.into)}; {kept}."


def _defined(n: Names, d: themes.ThemeDefined) -> str:
    told = f"defined the theme {n.of(d.theme)}."
    if d.definition != d.old_definition:
        told += f" It says: {n.words(d.definition)}"
        if d.old_definition:
            told += f" (before: {n.words(d.old_definition)})"
    if d.scope != d.old_scope:
        told += f" It takes in: {n.words(d.scope)}"
    return told


def _reread(n: Names, d: reviewing.TranscriptReread) -> str:
    found = n.words(d.text) if d.text else ""
    outcome = (
        f"something changes. {found}" if d.changed else f"nothing changes. {found}"
    )
    against = counted(len(d.themes), "theme")
    return f"read {d.transcript} again against {against}: {outcome.strip()}"


def _sought(n: Names, d: reviewing.NegativeCasesSought) -> str:
    found = "found some" if d.found else "found none"
    return (
        f"looked for what contradicts the theme {n.of(d.theme)} and {found}. "
        f"How: {n.words(d.how)}"
    )


def _case(n: Names, d: reviewing.NegativeCaseNoted) -> str:
    who = f" ({d.participant})" if d.participant else ""
    told = f"noted a case against the theme {n.of(d.theme)}{who}: "
    told += n.sentence(d.differs)
    account = f" {n.words(d.account)}" if d.account else ""
    done = f" Done: {in_words(d.action)}.{account}"
    return told if d.action == "open" else f"{told}{done}"


def _contrasted(n: Names, d: reviewing.GroupsContrasted) -> str:
    where = f" on {n.part(d.framework or '', d.dimension)}" if d.dimension else ""
    silent = f" ({n.words(d.silent)})" if d.silent else ""
    text = f" {n.words(d.text)}" if d.text else ""
    told = f"set the groups side by side on {n.of(d.theme)}{where}"
    return f"{told}: {in_words(d.relation)}{silent}.{text}"


def _revised(n: Names, d: theory.AllianceLinkRevised) -> str:
    parts = [
        f"{name} {in_words(getattr(d, name)) or 'none'}"
        for name in ("relation", "target", "voice", "polarity", "mutuality")
        if getattr(d, name) != getattr(d, f"old_{name}")
    ]
    told = f"revised {n.of(d.link)}: {', '.join(parts) or 'its wording'}."
    if d.rationale and d.rationale != d.old_rationale:
        told += f" {n.words(d.rationale)}"
    return told


THEME_SENTENCES: Final[dict[type, Callable[[Names, Any], str]]] = {
    themes.ThemeSplit: _split,
    themes.ThemeDefined: _defined,
    reviewing.TranscriptReread: _reread,
    reviewing.NegativeCasesSought: _sought,
    reviewing.NegativeCaseNoted: _case,
    reviewing.NegativeCaseAnswered: lambda n, d: (
        f"said what was done about {n.of(d.case)}: {in_words(d.action)}."
        + (f" {n.words(d.account)}" if d.account else "")
    ),
    reviewing.GroupsContrasted: _contrasted,
    reviewing.ReviewAnswered: lambda n, d: (
        f"reviewed the theme {n.of(d.theme)}. "
        f"{QUESTIONS.get(d.question, in_words(d.question))} {n.words(d.text)}"
    ),
    people.ScaleDescribed: lambda n, d: (
        f"recorded that participants have scores of {n.words(d.instrument)} "
        f"({n.words(d.citation)})."
    ),
    theory.FrameworkDescribed: lambda n, d: (
        f"kept what {n.of(d.framework)} consists of, for mapping."
    ),
    theory.TheoryOpened: lambda n, d: (
        "opened theory." + (f" {n.words(d.note)}" if d.note else "")
    ),
    theory.AllianceLinkRevised: _revised,
}

#: Routine kinds: what one and several of them are called.
THEME_NOUNS: Final = {
    "CodeSetAside": ("code set aside", "codes set aside"),
    "CodeTakenUp": ("code taken up again", "codes taken up again"),
    "ThemesRelated": ("line on the theme map", "lines on the theme map"),
    "ThemesUnrelated": (
        "line taken off the theme map",
        "lines taken off the theme map",
    ),
    "MapArranged": ("arrangement of the theme map", "arrangements of the theme map"),
    "PhotographAttached": ("photograph attached", "photographs attached"),
    "PhotographPutAway": ("photograph put away", "photographs put away"),
    "QuestionsAnswered": (
        "theme put to the research questions",
        "changes of which theme answers which question",
    ),
}
