"""In which forms a name can stand in a text: possessive, inflected, without accents.

By stem and ending, for English and Czech, whatever the language of the name: a form too
many costs a look, a form too few names a person. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Endings of Czech nouns, adjectives and the possessives made of names.
_CZECH: Final = """
a á e é ě i í o u ů y ý ou ovi ové em ům ám ách ech ich ich ami emi ích ími
in ina iny ině inu inou ino ini iných iným inými inému iného iném
ův ova ovy ově ovu ovou ovo ových ovým ovými ovém
ého ému ém ým ých ými ího ímu ím ích ii ií iin iina iny iinu iinou
"""
_ENDINGS: Final = tuple(dict.fromkeys(_CZECH.split()))
_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_POSSESSIVES: Final = ("s", "'s", "'", f"{_APOSTROPHE}s", _APOSTROPHE)
#: How the last sound of a stem changes before some endings: Eliška, Elišce, Eliščin.
_CHANGES: Final = {
    "ch": ("š",), "k": ("c", "č"), "g": ("z", "ž"), "h": ("z", "ž"), "r": ("ř",),
}  # fmt: skip
_VOWELS: Final = "aáeéěiíoóuúůyý"
#: Al and Jo are not inflected, Eva and Ota are.
_SHORTEST_INFLECTED: Final = 3
_SHORTEST_STEM: Final = 2
_LAST_VOWEL: Final = re.compile(rf"[{_VOWELS}]$")
#: Pavel, Pavla; Zdeněk, Zdeňka.
_FLEETING: Final = re.compile(r"(?<=\w\w)(ně|e|ě)(?=[bcčdkklmnprřsštvz]$)")


def forms(string: str) -> frozenset[str]:
    """Every form of one word or of a name of several, case-folded.

    Of several words each is inflected on its own, with the others as they are; in
    `leak_check` any form of one word goes with any form of the next.
    """
    words = string.casefold().split()
    if not words:
        return frozenset()
    found = {" ".join(words)}
    for place, word in enumerate(words):
        found |= {
            " ".join([*words[:place], form, *words[place + 1 :]])
            for form in word_forms(word)
        }
    return frozenset(found | {without_accents(form) for form in found})


def word_forms(word: str) -> frozenset[str]:
    """The forms of one word, case-folded, with and without accents."""
    base = unicodedata.normalize("NFC", word.casefold())
    found = {base} | {base + ending for ending in _POSSESSIVES}
    if base.isalpha() and len(base) >= _SHORTEST_INFLECTED:
        found |= {stem + end for stem in _stems(base) for end in _ENDINGS}
    return frozenset(found | {without_accents(form) for form in found})


def _stems(word: str) -> set[str]:
    """What stays of a word when it is inflected."""
    stem = _LAST_VOWEL.sub("", word)
    stems = {stem}
    if stem == word:
        fleeting = _FLEETING.search(word)
        if fleeting:
            soft = "ň" if fleeting.group() == "ně" else ""
            stems.add(word[: fleeting.start()] + soft + word[fleeting.end() :])
    for each in list(stems):
        for last, others in _CHANGES.items():
            if each.endswith(last):
                stems |= {each.removesuffix(last) + other for other in others}
                break
    return {each for each in stems if len(each) >= _SHORTEST_STEM}


def without_accents(text: str) -> str:
    """The text as somebody writes it who has no accents on the keyboard."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(part for part in parts if not unicodedata.combining(part))
    )
