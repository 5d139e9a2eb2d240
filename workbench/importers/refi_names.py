"""What the workbench calls its own things in REFI-QDA files, written and read alike.

The format has no place for consent, polarity or a theme's boundary. They stand as
variables and as labelled paragraphs, which people can read in any program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How the origin of our own files begins.
ORIGIN: Final = "workbench"
GROUP: Final = "Group"
HELD_ON: Final = "Date of interview"
LANGUAGE: Final = "Language"
#: A name that was given in another program and could be a person's.
CASE: Final = "Case"
#: Fields of consent -> variables.
CONSENT: Final = {
    "quotes": "Consent to quotes",
    "computation": "Consent to computation",
    "recontact": "Consent to recontact",
    "archive": "Consent to archiving",
    "withdraw_until": "Can withdraw until",
}
SEGMENT: Final = {"polarity": "Polarity", "target": "Alliance target"}
THEME: Final = {
    "central_concept": "Central organising concept",
    "is_not": "Is not",
    "scope": "Takes in",
    "state": "State",
}
CODE: Final = {"include": "Include", "exclude": "Exclude", "example": "Example"}


def memo_name(kind: str, at: str, person: str | None) -> str:
    """What a memo's file is called: its kind, its day, and on whom it is."""
    return f"{kind} {at[:10]}" + (f" on {person}" if person else "")


def memo_kind(name: str) -> tuple[str, str | None]:
    """The kind and the person in a memo's name."""
    kind, _, rest = name.partition(" ")
    return kind, rest.partition(" on ")[2] or None


def labelled(text: str | None, parts: Mapping[str, str | None]) -> str:
    """A text and, each under its label, what else is known."""
    told = [f"{label}: {part}" for label, part in parts.items() if part]
    return "\n\n".join(filter(None, [text or "", *told]))


def parted(written: str, labels: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The text before the first label, and what stands under each, by field."""
    fields = {label: field for field, label in labels.items()}
    known = "|".join(map(re.escape, fields))
    parts = re.split(rf"(?:\A|\n\n)({known}): ", written)
    found = zip(parts[1::2], parts[2::2], strict=True)
    return parts[0], {fields[label]: text for label, text in found}
