"""Words that a reader of thematic analysis may stumble over: a hint, never a block.

Each hint says why in a line and offers another way of saying it (METHOD.md 2.5). They
are about the author's own text; nobody's text is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LanguageHint:
    """One place to look at: what stands there, why, and what could."""

    said: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    why: str
    instead: str
    #: Orientations in which the wording jars; empty for all of them.
    jars_in: tuple[str, ...] = ()


def _rule(pattern: str, why: str, instead: str, *jars_in: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), why, instead, jars_in)


_RULES: Final = (
    _rule(
        r"\b(?:themes?|patterns?|categor(?:y|ies)|it|that|which|concepts?)"
        r"(?: \w+){0,3} (?:emerg(?:e[sd]?|ing)|surfaced)\b"
        r"|\bemerging themes?\b|\bemergent themes?\b",
        "themes do not lie in wait; somebody makes them",
        "we developed, we constructed",
    ),
    _rule(
        r"\b(?:identif(?:y|ied|ies)|discover(?:ed|s)?|uncover(?:ed|s)?|found)"
        r"(?: \w+){0,3} themes?\b|\bthemes? (?:were|was) (?:identified|found)\b",
        "it hides who made the themes",
        "we generated, we developed",
        "reflexive",
    ),
    _rule(
        r"\bsaturat(?:ion|ed)\b",
        "meaning is made, not used up; stopping is a decision",
        "information power, or why this many",
        "reflexive",
    ),
    _rule(
        r"\b(?:unbiased|bias[- ]free|without bias|eliminat\w* bias|researcher bias)\b",
        "subjectivity is what a reflexive reading works with",
        "our position, and what it made us see",
        "reflexive",
    ),
    _rule(
        r"\btriangulat\w+\b",
        "several sources complete or contrast, they do not prove",
        "we set side by side",
        "reflexive",
    ),
    _rule(
        r"\bvalidat\w+ by (?:the )?participants\b|\bparticipants validated\b",
        "agreement is not validity, and no reply is not agreement",
        "participants' reflections on",
    ),
    _rule(
        r"\b(?:inter-?(?:coder|rater) (?:reliability|agreement)"
        r"|reliab(?:ility|le) coding|coding reliability)\b",
        "it presumes one right reading",
        "we compared our readings",
        "reflexive",
    ),
    _rule(
        r"\bconsensus\b",
        "several readings enrich a reflexive analysis; they need not become one",
        "we talked our readings over",
        "reflexive",
    ),
    _rule(
        r"\bgeneralis\w+|\bgeneraliz\w+",
        "statistical generalising is not what this study can do",
        "what may carry over to other settings",
    ),
    _rule(
        r"\bthe (?:data|interviews|results) (?:show|reveal|demonstrate|speak)s?\b",
        "data do not speak; somebody reads them",
        "we read this as",
    ),
    _rule(
        r"\b(?:AI|the (?:model|machine|algorithm|software|tool)) "
        r"(?:found|identified|discovered|generated)\b",
        "the machine points, a person decides",
        "we looked at what the machine put together, and decided",
    ),
    _rule(
        r"\bmember[- ]check(?:ed|ing)?\b",
        "say what participants were asked: their words, or your themes",
        "transcripts were returned; participants reflected on themes",
    ),
)


def language_hints(text: str, orientation: str) -> list[LanguageHint]:
    """The places of a text to look at, in their order."""
    found = [
        (match.start(), LanguageHint(match[0], rule.why, rule.instead))
        for rule in _RULES
        if not rule.jars_in or orientation in rule.jars_in
        for match in rule.pattern.finditer(text)
    ]
    return [hint for _, hint in sorted(found, key=lambda each: each[0])]
