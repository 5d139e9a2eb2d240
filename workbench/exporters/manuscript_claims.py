"""What a draft claims to have been done, held to what was recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.exporters.trustworthiness import techniques

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.exporters.facts import Facts
    from workbench.exporters.manuscript_reading import Passage

#: What a draft may say -> the technique whose records must stand behind it.
_TECHNIQUES: Final = (
    (r"\bpeer[- ]debrief\w*|\bcritical friends?\b|\bdebriefers?\b", "peer debriefing"),
    (
        (
            r"\bmember[- ]check\w*|\bparticipant (?:validation|checking)\b"
            r"|\btranscripts? (?:were|was) returned\b|\bmember reflections?\b"
        ),
        "participant checking",
    ),
    (
        r"\breflexive (?:journal|diary)\b|\breflexivity (?:journal|diary)\b",
        "reflexive journal",
    ),
    (r"\bfield ?notes?\b", "field notes"),
    (
        (
            r"\b(?:double[- ]cod\w+|second coder|two coders|independently coded"
            r"|inter-?(?:coder|rater) \w+|cohen'?s kappa|krippendorff\w*)"
        ),
        "more than one coder",
    ),
    (
        r"\bnegative cases?\b|\bdeviant cases?\b|\bdisconfirming (?:cases?|evidence)\b",
        "negative cases",
    ),
    (
        r"\bchecked against the (?:audio|recordings?)\b",
        "check of transcripts against recordings",
    ),
)
#: Claims that no record of ours can stand behind.
_NEVER: Final = (
    (
        (
            r"\b(?:data |thematic )?saturation (?:was|had been|has been|is) \w+"
            r"|\breached saturation\b|\bsaturation point\b"
        ),
        "saturation: the study records no such thing; say why this many instead",
    ),
    (
        r"\banonymi[sz]ed\b",
        "anonymised: the study records pseudonyms, which can be traced back",
    ),
)
_WORDS: Final = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
            *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        )
    )
}
_NUMBER: Final = rf"(\d+|{'|'.join(_WORDS)})"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that no record stands behind, or a number that differs from it."""

    paragraph: int
    said: str
    problem: str


def claims(passages: Sequence[Passage], facts: Facts) -> Iterator[Claim]:
    """Claims without a record, in the order of the draft."""
    records = {each.name: each.records for each in techniques(facts)}
    for passage in passages:
        for pattern, name in _TECHNIQUES:
            found = re.search(pattern, passage.text, re.IGNORECASE)
            if found and not records[name]:
                problem = f"{name}: none recorded"
                yield Claim(passage.number, found[0], problem)
        for pattern, problem in _NEVER:
            found = re.search(pattern, passage.text, re.IGNORECASE)
            if found:
                yield Claim(passage.number, found[0], problem)
        yield from _numbers(passage, facts)


def _numbers(passage: Passage, facts: Facts) -> Iterator[Claim]:
    """Numbers of the whole study that are not the recorded ones."""
    top = [theme for theme in facts.themes if facts.analysis.is_top(theme)]
    for pattern, recorded, what in (
        (
            rf"\bwe (?:interviewed|spoke (?:to|with)) {_NUMBER}\b",
            {len(facts.people)},
            "participants",
        ),
        (
            rf"\b{_NUMBER} (?:participants|people) took part\b",
            {len(facts.people), len(facts.spoke)},
            "",
        ),
        (
            rf"\bwe (?:developed|generated|constructed) {_NUMBER} themes\b",
            {len(top), len(facts.themes)},
            "themes",
        ),
        (
            rf"\b{_NUMBER} interviews (?:were|was) (?:analysed|analyzed|conducted)\b",
            {len(facts.interviews)},
            "interviews",
        ),
    ):
        for found in re.finditer(pattern, passage.text, re.IGNORECASE):
            word = found[1].lower()
            number = _WORDS.get(word, int(word) if word.isdigit() else -1)
            if number not in recorded:
                told = " or ".join(str(each) for each in sorted(recorded))
                problem = f"{told} {what}".strip() + " recorded"
                yield Claim(passage.number, found[0], problem)
