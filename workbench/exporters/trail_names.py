"""What the things of a study are called at the point that an account has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions import (
    coding,
    debriefing,
    reviewing,
    setting_up,
    themes,
    theory,
)
from workbench.model import ERASED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.decisions.decision import Decision

#: Names longer than this are cut in a list of names.
_IN_A_LIST: Final = 60
_NO_THING: Final = {"map": "the theme map", "missing": "what is missing"}


class Names:
    """Names of codes, themes, people, challenges: known once a decision gave them."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._named: dict[str, str] = {}
        #: Parts of frameworks, by framework and its own id of the part.
        self._parts: dict[tuple[str, str], str] = {}
        #: Things without a name of their own, as they are spoken of.
        self._spoken: dict[str, str] = {}
        self._places: dict[str, str] = {}
        #: Whose decision is being told.
        self.by = ""

    def words(self, name: str | None) -> str:
        """The words under an id on one line; a dash where there are none."""
        if name is None:
            return "\N{EN DASH}"
        return " ".join(self._words.get(name, ERASED).split())

    def sentence(self, name: str | None) -> str:
        """The words under an id, closed by a stop where they have none."""
        said = self.words(name)
        return said if said.endswith((".", "!", "?", "\u201d")) else f"{said}."

    def of(self, thing: str | None) -> str:
        """What a code, theme or the like is called, in quotation marks."""
        if thing is None:
            return "none"
        if thing in self._spoken:
            return self._spoken[thing]
        known = self._named.get(thing)
        return thing if known is None else f"\u201c{self.words(known)}\u201d"

    def person(self, researcher: str) -> str:
        """A researcher's name."""
        known = self._named.get(researcher)
        return researcher if known is None else self.words(known)

    def part(self, framework: str, part: str) -> str:
        """What a dimension or construct of a framework is called."""
        known = self._parts.get((framework, part))
        return self.words(known) if known else part.replace("_", " ").replace(".", ": ")

    def about(self, kind: str, thing: str | None) -> str:
        """What a challenge is about, as it is spoken of."""
        if kind in _NO_THING or thing is None:
            return _NO_THING.get(kind, f"a {kind}")
        if kind == "segment":
            place = self._places.get(thing)
            return f"a segment of {place}" if place else "a segment"
        return self.of(thing) if self.knows(thing) else f"a {kind}"

    def knows(self, thing: str) -> bool:
        """Whether a decision so far gave it a name."""
        return thing in self._named or thing in self._spoken

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
        if isinstance(decision, coding.SegmentCoded):
            self._places[decision.segment] = decision.transcript
        elif isinstance(decision, coding.CodeCreated):
            if decision.framework and decision.construct:
                self._parts[decision.framework, decision.construct] = decision.name
        elif isinstance(decision, coding.CodeSplit):
            self._named.update({pile.code: pile.name for pile in decision.piles})
        elif isinstance(decision, theory.FrameworkDescribed):
            for each in decision.parts:
                self._parts[decision.framework, each.part] = each.name
        else:
            self._learn_to_speak_of(decision)

    def _learn_to_speak_of(self, decision: Decision) -> None:
        d = decision
        if isinstance(d, theory.AllianceLinked):
            where = self.part(d.framework, d.dimension) if d.dimension else "no part"
            of = "" if d.dimension else f" of {self.of(d.framework)}"
            self._spoken[d.link] = f"the relation of {self.of(d.theme)} to {where}{of}"
        elif isinstance(d, reviewing.NegativeCaseNoted):
            whose = f" of {d.participant}" if d.participant else ""
            self._spoken[d.case] = f"the case{whose} against {self.of(d.theme)}"
        elif isinstance(d, debriefing.ChallengeRaised):
            kind = d.challenge_kind.replace("-", " ")
            about = self.about(d.about_kind, d.about)
            self._spoken[d.challenge] = (
                f"{self.person(d.raised_by)}\u2019s challenge to {about} ({kind})"
            )
        elif isinstance(d, debriefing.DebriefOpened):
            self._spoken[d.session] = f"the debriefing by {self.person(d.debriefer)}"
            for question in d.questions:
                self._spoken[question.question] = (
                    f"the question \u201c{self.words(question.text)}\u201d"
                )


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
#: The kinds of decision that `Names` needs to see, but for coded segments' places.
NAMING: Final = frozenset(
    kind.__name__
    for kind in (
        *(kind for kind, _, _ in _NAMING),
        coding.CodeSplit,
        theory.FrameworkDescribed,
        theory.AllianceLinked,
        reviewing.NegativeCaseNoted,
        debriefing.ChallengeRaised,
        debriefing.DebriefOpened,
    )
)
