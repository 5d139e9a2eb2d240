"""Strings that point to a person by their form: mail, numbers, dates, addresses. Pure.

Where a number has a check digit it is checked, so that few other numbers are offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MONTHS: Final = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f\u00e9vrier|mar(?:ch)?|m\u00e4rz|mars|"
    r"apr(?:il)?|avril|may|mai|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|ao\u00fbt|"
    r"sept?(?:ember)?|septembre|oct(?:ober|obre)?|oktober|nov(?:ember|embre)?|"
    r"de[cz](?:ember)?|d\u00e9cembre|ledna|\u00fanora|b\u0159ezna|dubna|kv\u011btna|\u010dervna|"
    r"\u010dervence|srpna|z\u00e1\u0159\u00ed|\u0159\u00edjna|listopadu|prosince)"
)
_STREETS: Final = (
    r"(?:street|st|road|rd|avenue|ave|lane|drive|close|court|crescent|terrace|square|"
    r"way|place|gardens)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text, and what its form says it is."""

    kind: str
    start: int
    end: int


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_iban(text: str) -> bool:
    letters = re.sub(r"\s", "", text).upper()
    turned = letters[4:] + letters[:4]
    number = "".join(str(int(each, 36)) for each in turned)
    return 15 <= len(letters) <= 34 and int(number) % 97 == 1


def _is_card(text: str) -> bool:
    """Luhn's check, for 13 to 19 digits."""
    digits = [int(each) for each in _digits(text)]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [2 * d - 9 * (d > 4) if n % 2 else d for n, d in enumerate(digits[::-1])]
    return sum(doubled) % 10 == 0


def _is_phone(text: str) -> bool:
    count = len(_digits(text))
    # years and ages are short; a row of groups or a plus tells a phone
    return 7 <= count <= 15 and (
        text.lstrip("(").startswith(("+", "0"))
        or bool(re.search(r"\d[ ./()-]+\d", text))
    )


def _always(_: str) -> bool:
    return True


#: Kind, form, and what else must hold; the first that fits a place has it.
_FORMS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("e-mail", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _always),
    (
        "web address",
        re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+|(?<!\w)@[a-z]\w{2,}"),
        _always,
    ),
    (
        "account",
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b"),
        _is_iban,
    ),
    ("account", re.compile(r"\b(?:\d{1,6}-)?\d{2,10}/\d{4}\b"), _always),
    ("account", re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), _is_card),
    ("birth number", re.compile(r"\b\d{6}/\d{3,4}\b"), _always),
    (
        "date",
        re.compile(
            r"(?i)\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./] ?\d{1,2}[./] ?(?:\d{4}|\d\d)|"
            rf"\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{_MONTHS}\b\.?(?:,? \d{{4}})?|"
            rf"{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)(?!\w)"
        ),
        _always,
    ),
    (
        "phone",
        re.compile(r"(?<![\w.])\+?\(?\d(?:[ ./()-]{0,2}\d){6,14}(?!\w)"),
        _is_phone,
    ),
    (
        "postcode",
        re.compile(
            r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
            r"\d{3} \d{2}(?= [A-Z\u010c\u0160\u017d])|"
            r"\d{4} [A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}(?:-\d{4})?(?= [A-Z]))\b"
        ),
        _always,
    ),
    (
        "address",
        re.compile(
            rf"\b\d{{1,4}}[a-z]? (?:[A-Z]\w+ ){{1,3}}(?i:{_STREETS})\b|"
            r"\b[A-Z\u00c4\u00d6\u00dc]\w+"
            r"(?:stra\u00dfe|strasse|weg|gasse|platz) \d{1,4}\b|"
            r"\b(?:[uU]l\.|[uU]lice) [^\W\d_]+ \d{1,4}\b"
        ),
        _always,
    ),
)
#: Everything that is looked for by its form.
KINDS: Final = tuple(dict.fromkeys(kind for kind, _, _ in _FORMS))


def find_patterns(text: str) -> Iterator[Found]:
    """Every stretch whose form points to a person, in order, none over another."""
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern, holds in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken) or not holds(match.group()):
                continue
            taken.append((start, end))
            found.append(Found(kind, start, end))
    return iter(sorted(found, key=lambda each: each.start))
