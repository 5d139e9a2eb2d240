"""The language of a transcript, where little words make it plain; else None."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.parsed import ParsedTurn

_SAMPLE: Final = 20_000
_FEWEST_WORDS: Final = 20
_SHARE: Final = 0.14

# Frequent words that few of the other languages share.
_LITTLE_WORDS: Final = {
    "en": "the and that you was it's with have this but not they what of to is",
    "de": "und ich das nicht ist dass es auch wir aber mit auf ein eine sich wie",
    "fr": "je et les des est que c'est pas vous dans une mais avec pour ça qui",
    "es": "que y los las pero con una para es muy yo porque por está lo como",
    "nl": "het een van dat niet ik maar met voor ook zijn wij heb wel naar je",
    "it": "che e di non il per una con sono ma anche mi perché della come gli",
    "pt": "que e não uma com para mas eu é você os isso muito foi por um",
    "sv": "och det att jag är inte som på med för men så har vi om var",
}
_SETS: Final = {code: frozenset(words.split()) for code, words in _LITTLE_WORDS.items()}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
# Scripts that one language alone writes; kana before Han, which Japanese shares.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)


def guess_language(turns: Sequence[ParsedTurn]) -> str | None:
    """BCP-47 code of the language, or None unless one is clearly ahead."""
    sample = _sample(turns)
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > 0.2 * max(1, len(sample)):
            return code
    words = _WORD.findall(sample.casefold().replace("\u2019", "'"))
    if len(words) < _FEWEST_WORDS:
        return None
    told = Counter(words)
    shares = sorted(
        (sum(told[word] for word in little) / len(words), code)
        for code, little in _SETS.items()
    )
    (second, _), (best, code) = shares[-2:]
    return code if best > _SHARE and best > 1.5 * second else None


def _sample(turns: Sequence[ParsedTurn]) -> str:
    parts: list[str] = []
    length = 0
    for turn in turns:
        parts.append(turn.text)
        length += len(turn.text)
        if length > _SAMPLE:
            break
    return " ".join(parts)[:_SAMPLE]
