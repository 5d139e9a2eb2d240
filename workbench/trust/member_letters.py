"""A participant's packet as text, line by line: the same for Word and plain text.

The lines that hold her turns begin with a number in brackets, so that a returned file
can be compared with what was sent, turn by turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.trust.member_packets import MemberLetter

Kind = Literal["heading", "text", "turn", "quote", "choice", "form"]
HERS, THEIRS = "You", "Interviewer"
#: A line that begins a turn.
TURN: Final = re.compile(rf"\[(\d+)\] ({HERS}|{THEIRS}):[ \u00a0]?")
END: Final = "End of what was said."
#: Where the answers on a part begin; what stands before it is ours.
MARK: Final = "Put an x where it is true, or leave it empty."
#: The line that a theme begins with, and the one under which she writes about it.
PART: Final = re.compile(r"Part (\d+): ")
ON_PART: Final = re.compile(r"My words on part (\d+):")
#: What she may put a mark before, and what it means.
CHOICES: Final = {
    "It fits me.": "fits",
    "It fits partly.": "partly",
    "It does not fit.": "does-not",
    "I cannot say.": "cannot-say",
}
ANSWERS: Final = "Your answers"
#: What she may fill in; each ends with a colon.
FORM: Final = (
    "What I would like to correct, if it is not written in above:",
    "What I would like to add:",
    "What I would like to have removed:",
    "Anything else:",
)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One paragraph."""

    kind: Kind
    text: str


def lines(given: MemberLetter) -> Iterator[LetterLine]:
    """Every paragraph of the packet, in order."""
    yield LetterLine("heading", given.title)
    yield LetterLine("text", f"Packet number {given.number} · {given.participant}")
    yield from _cover(given)
    if given.about == "transcript":
        yield LetterLine("heading", "What was said")
        for said in given.said:
            who = HERS if said.is_hers else THEIRS
            yield LetterLine("turn", f"[{said.number}] {who}: {said.text}")
        yield LetterLine("text", END)
    else:
        yield from _findings(given)
    yield LetterLine("heading", ANSWERS)
    for asked in FORM:
        yield LetterLine("form", asked)


def _cover(given: MemberLetter) -> Iterator[LetterLine]:
    if given.about == "transcript":
        yield LetterLine(
            "text",
            "This is what was said in your interview. You can correct it, add to it, "
            "or ask for parts to be removed. Write into it, or use the page at the "
            "end; leave the numbers in brackets as they are. You need not do anything.",
        )
        yield LetterLine(
            "text",
            "Reading one's own talk can be odd or upsetting: people speak in half "
            "sentences. You can stop at any point, or ask to talk about it instead.",
        )
    else:
        yield LetterLine(
            "text",
            "This is what we made of what you and others told us, in short. There is "
            "no right answer. We would like to know where it fits you and where it "
            "does not; what does not fit helps most.",
        )
    when = f" Please answer by {given.deadline}." if given.deadline else ""
    yield LetterLine(
        "text",
        f"Answering is up to you.{when} If we hear nothing, we take it neither as a "
        "yes nor as a no. You can also take back your consent, for a part or for all "
        "of it.",
    )
    if given.contact:
        yield LetterLine("text", f"How to reach us: {given.contact}")


def _findings(given: MemberLetter) -> Iterator[LetterLine]:
    for number, told in enumerate(given.told, start=1):
        yield LetterLine("heading", f"Part {number}: {told.name}")
        yield LetterLine("text", told.text)
        for quote in told.quotes:
            yield LetterLine("quote", f"\u201c{quote}\u201d")
        yield LetterLine("text", MARK)
        for choice in CHOICES:
            yield LetterLine("choice", f"[  ] {choice}")
        yield LetterLine("form", f"My words on part {number}:")


def plain_text(given: MemberLetter) -> bytes:
    """The packet as plain text, for e-mail and screen readers."""
    parts = []
    for line in lines(given):
        if line.kind == "heading":
            parts.append(f"\n{line.text}\n{'-' * min(60, len(line.text))}")
        elif line.kind == "form":
            parts.append(f"{line.text}\n\n\n")
        else:
            parts.append(f"{line.text}\n")
    return ("\n".join(parts).strip() + "\n").encode()
