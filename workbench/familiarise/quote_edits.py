"""Quotes as they are printed: shortened and clarified, every change in square brackets.

"[...]" stands for words left out; "[my sister]" for words put in by the author, in the
place of at most a few of the speaker's; "[I]t" for a letter whose case was changed.
Everything outside the brackets is the speaker's own, in its order.
"""

from __future__ import annotations

import re
from typing import Final

OMISSION: Final = "[...]"
BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_OMITS: Final = re.compile(r"\[\s*(?:\.\s?\.\s?\.|…)\s*\]")
_CHANGES: Final = re.compile(r"\[(\w)\](?=\w)|\[[^\[\]]*\]")
_WORD: Final = re.compile(r"\s*\S+")
#: Words of the speaker's that one clarification may stand for.
_MOST_REPLACED: Final = 5
_MOST_EDITS: Final = 12
_NEGATIONS: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|hardly|without)\b"
    r"|\w+n['\u2019]t\b",
    re.IGNORECASE,
)


def tidied(printed: str) -> str:
    """The wording with its marks of omission written in one way."""
    return _OMITS.sub(OMISSION, " ".join(printed.split()))


def fault(quote: str, printed: str) -> str | None:
    """Why the printed wording is not the quote with marked changes; None where it is.

    Args:
        quote: the words of the coded segment.
        printed: the wording to be printed.
    """
    text = tidied(printed)
    if not re.search(r"\w", BRACKETS.sub("", text)):
        return "nothing of what was said is left"
    if len(BRACKETS.findall(text)) > _MOST_EDITS:
        return f"it has more than {_MOST_EDITS} changes; choose a shorter extract"
    if not _is_said(text, " ".join(quote.split())):
        return (
            "outside the square brackets it is not what the transcript says; mark each "
            f"omission as {OMISSION} and each word of your own as [word]"
        )
    return None


def _is_said(text: str, quote: str) -> bool:
    """Whether the quote leads through the wording, step by step, to its last word.

    Kept is every place of the quote that may have been reached so far.
    """
    edges = {at for at in range(len(quote) + 1) if _is_edge(quote, at)}
    places, at = set(edges), 0
    for found in (*_CHANGES.finditer(text), None):
        said = text[at : found.start() if found else len(text)]
        places = _after(said, quote, places)
        if found is None:
            break
        at = found.end()
        if _OMITS.fullmatch(found[0]):
            first = min(places & edges, default=len(quote) + 1)
            places = {place for place in edges if place >= first}
        elif found[1]:
            letter = found[1].casefold()
            places = {
                p + 1 for p in places & edges if quote[p : p + 1].casefold() == letter
            }
        elif found[0] in quote:  # a mark of the transcript's own, such as [laughs]
            places = _after(found[0], quote, places)
        else:
            places = {each for p in places & edges for each in _few_words_on(quote, p)}
    return bool(places & edges)


def _after(said: str, quote: str, places: set[int]) -> set[int]:
    """The places where the quote has said this; space is no part of it."""
    words = " ".join(said.split())
    if not words:
        return places
    spaced = {p + 1 if quote[p : p + 1] == " " else p for p in places} | places
    return {p + len(words) for p in spaced if quote.startswith(words, p)}


def _few_words_on(quote: str, place: int) -> list[int]:
    """The place itself, and those up to a few words further on."""
    on = [place]
    for _ in range(_MOST_REPLACED):
        word = _WORD.match(quote, on[-1])
        if word is None:
            break
        on.append(word.end())
    return on


def _is_edge(quote: str, at: int) -> bool:
    """Whether no word is cut there."""
    return not (0 < at < len(quote) and quote[at - 1].isalnum() and quote[at].isalnum())


def loses_a_negation(quote: str, printed: str) -> bool:
    """Whether fewer negations are left than were said: the sense may have turned."""
    kept = len(_NEGATIONS.findall(tidied(printed)))
    return kept < len(_NEGATIONS.findall(quote))
