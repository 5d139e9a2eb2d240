"""What may be a speaker's label, and what only looks like one.

A label is short and looks like a name, a code or a role. How often it must recur
before it is believed depends on how much it looks like one (`Strength`).
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from workbench.importers.speakers import is_code, role_word
from workbench.importers.vocabulary import (
    JOINERS,
    NOT_A_NAME,
    OPENERS,
    QUALIFIERS,
    SPEECH_VERBS,
)

MAX_LABEL: Final = 40
_MAX_WORDS: Final = 5


class Strength(IntEnum):
    """How much a string looks like a speaker's label."""

    NEVER = 0
    #: One capital, the rest lower case: 'Systems developer'. Three times is a habit.
    WEAK = 1
    #: A capitalised word that may be anything: 'Sleep', 'Anna'. Twice.
    WORD = 2
    #: Several capitalised words: 'Ana Rossi'. Twice, or written like the others.
    NAME = 3
    #: A role, a code or a title: 'Interviewer', 'P01', 'Dr. Okafor'. Once is enough.
    STRONG = 4


_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SPACE: Final = re.compile(r"\s+")
_FORBIDDEN: Final = re.compile('[!?;"\u201c\u201d\u201e\u2026\\\\=<>{}|:\uff1a@\\[\\]]')
_CREDENTIALS: Final = re.compile(r",\s*(?:PhD|MD|MSc|MA|BA|RN|LCSW|PsyD|DPhil)\.?$")
_ABBREVIATION: Final = re.compile(r"^[^\W\d_]{1,4}\.$|^(?:[^\W\d_]\.)+$")
_TITLES: Final = frozenset(
    f"{title}{point}"
    for title in ("Dr", "Prof", "Mr", "Mrs", "Ms", "Frau", "Herr", "Mme", "Sra", "Sr")
    for point in ("", ".")
)
_LETTER_LABELS: Final = frozenset(["I", "R", "P", "Q", "A", "M", "INT", "IV", "IVR"])
_LOWER_LABELS: Final = frozenset(["i", "r", "p", "q", "a", "m"])


def visible_label(written: str) -> str:
    """A label as people see it: no invisible characters, single spaces."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", written)).strip()


def clean_label(written: str) -> str:
    """A label without what only marks it as one: colon, brackets, bold, full stop."""
    bare = visible_label(written).strip("*_ ").rstrip(":\uff1a ").strip("*_ ")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].strip()
    # 'INT.' is INT; 'Dr. A.' keeps its point.
    return bare[:-1] if bare.count(".") == 1 and bare.endswith(".") else bare


def label_strength(label: str) -> Strength:
    """How much a cleaned label looks like a speaker's."""
    named = _CREDENTIALS.sub("", label)
    words = named.split()
    if not _is_possible(named, words):
        return Strength.NEVER
    if is_code(named) or _is_role(named, words):
        return Strength.STRONG
    if _is_sentence(words):
        return Strength.NEVER
    if words[0] in _TITLES and len(words) > 1:
        return Strength.STRONG
    if not all(_looks_capital(word) for word in words):
        return Strength.WEAK if _looks_capital(words[0]) else Strength.NEVER
    return Strength.NAME if len(words) > 1 else Strength.WORD


def _is_possible(label: str, words: list[str]) -> bool:
    if not 0 < len(label) <= MAX_LABEL or len(words) > _MAX_WORDS:
        return False
    if label[0].isdigit() or label[0] in "(#'\u2019-/." or _FORBIDDEN.search(label):
        return False
    if not any(character.isalpha() for character in label) or "," in label:
        return False
    return all("." not in word or _ABBREVIATION.match(word) for word in words)


def _is_role(label: str, words: list[str]) -> bool:
    """'Interviewer 1', 'the interviewer', 'I', 'INT' - but not 'Client goals'."""
    if label.rstrip(".").upper() in _LETTER_LABELS:
        return label.isupper() or label in _LOWER_LABELS or label.istitle()
    if role_word(label) is None:
        return False
    return all(_keeps_company(word) for word in words)


def _keeps_company(word: str) -> bool:
    """The word may stand beside a role's name without making it a phrase."""
    folded = word.casefold()
    if role_word(word) or folded in QUALIFIERS or not word.isalpha():
        return True
    return word[0].isupper() and folded not in NOT_A_NAME | SPEECH_VERBS | OPENERS


def _is_sentence(words: list[str]) -> bool:
    folded = [word.casefold().strip("'\u2019.") for word in words]
    if folded[0] in OPENERS or folded[0] in NOT_A_NAME:
        return True
    return len(folded) > 1 and any(word in SPEECH_VERBS for word in folded[1:])


def _looks_capital(word: str) -> bool:
    """It begins as a name does, in scripts that have capitals."""
    if word in JOINERS or not word[0].isalpha():
        return True
    return word[0].isupper() or word[0].lower() == word[0].upper()


def is_plain_name(label: str) -> bool:
    """It could be anyone's chosen name beside a time: short, no sentence."""
    words = label.split()
    return len(words) <= 4 and _is_possible(label, words) and not _is_sentence(words)
