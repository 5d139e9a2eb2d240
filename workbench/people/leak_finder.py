"""Where forms of the identity key's strings stand in a text. Pure.

Letter case does not matter, accents do not matter, and every inflected form counts.
A name that is also a common word (Hope, Will, Rose), and a form that is (Tim, "time"),
count where they are written with a capital inside a sentence: there, they are names.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from workbench.people.name_forms import without_accents, word_forms
from workbench.people.plain_letters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.people.identity_key import Entry, IdentityKey

_NAMES: Final = """
amber april art august autumn baker ball banks bath bell bill bird bishop black
bob boots brown bush carter chance charity charm chase chuck cook crystal daisy dawn
day dean derby don drew duke earl english eve faith field fields ford fox frank gene
grace grant gray green grey guy hall heather hill holly hope hull iris ivy jack jay
jet jo joy june king knight lamb lane lee lily love major mark may miles moon most
nick olive page park parks pat patience penny pool price prudence ray reading rich
rob rod rose ruby said sandy short shy sky sol star stone storm sue summer sunny
swan tom tony turner violet walker ward waters wells white will winter wolf wood
woods young černý král malá malý moc most pepa světlá tom veselý
"""
_FORMS: Final = """
also amin belly bells bene bills bone came cane care come cone core dale dame dane dare
date dine dome done dose dune edu fame fine fire game gate gave gin grain greens have
here hide hole home hose hulls ive join joke june kite lame lane late lens less line
lone lose made main make male mare marks mate mats maxi mile mine mode more name
nine none note once pale pate pats pine pole prices rainy rare rate rays readings rice
ride robe robin rods role rose sale same save side site size sole some sore sure
take tale tame tape tide time tiny tome tone trace tune uni uno very vine wage wake
wide wife wine wire wise zone zoo dan dana daně dnes hana jen jeny mile mila nelze
teď tomu tou tuto
"""
_BEFORE_NAMES: Final = """
al bc ben bin da de del der di dr el ibn ing la le mgr miss mr mrs ms mudr ph
phd prof sir st the van von
"""

#: Names and places that are words of everyday talk as well, English and Czech.
COMMON_NAMES: Final = frozenset(_NAMES.split())
#: Inflected forms of names that are words of everyday talk.
COMMON_FORMS: Final = frozenset(_FORMS.split())
#: What stands in front of or inside names and tells nobody.
_TITLES: Final = frozenset(_BEFORE_NAMES.split())

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
# a letter with the marks and invisible signs that can hang on it
_HANGING: Final = "[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*"
_NEGATION: Final = rf"(?P<negation>(?<!\w)[a-zA-Z]+n['{_APOSTROPHE}]t(?!\w))"
_TOKEN: Final = re.compile(rf"{_NEGATION}|(?:[^\W\d_]{_HANGING})+|\d+")
_WORDS: Final = re.compile(rf"(?:[^\W\d_]{_HANGING})+|\d+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DIGITS: Final = re.compile(r"\d(?:[ \u00a0./()-]{0,2}\d){5,}")
_FILE_NAME: Final = re.compile(
    r"(?<![\w-])[\w-]{1,250}\.[A-Za-z][A-Za-z0-9]{1,4}(?!\w)"
)
#: Where a word begins that is written in one with the word before: JanaNovak.
HUMP: Final = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
#: A word that a line's end cut in two: Priko-, and pova on the next.
_CUT: Final = re.compile(
    r"(?<=[^\W\d_])(?P<marks>[\u0300-\u036f]*)[-\u2010\u00ac][ \t]*\r?\n[ \t>]*"
    r"(?=[^\W\d_])"
)
_SENTENCE_ENDS: Final = frozenset('.!?:\u2026\n"([\u201c\u201e\u00ab\u201a\u2018')
_SIGNS: Final = " \t'-*_#>\u2018\u2019\u2013\u2014"
_LONGEST_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Leak:
    """One place where a string of the key stands, told without the string."""

    participant: str
    #: Number of the entry in the identity key.
    entry: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    #: Case-folded, accents kept; and without accents.
    form: str
    bare: str
    is_capital: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    entry: Entry
    #: The forms of each word, in order.
    words: tuple[frozenset[str], ...]
    #: The first word as it stands in the key, for telling it from its forms.
    plain: frozenset[str]


class LeakFinder:
    """An identity key made ready for looking through many texts.

    A wary one also finds words of everyday talk that begin a sentence: "Will you".
    """

    def __init__(self, key: IdentityKey, *, is_wary: bool = False) -> None:
        self._is_wary = is_wary
        self._by_first: dict[str, list[_Pattern]] = {}
        self._numbers: list[tuple[Entry, str]] = []
        #: Of scripts without capitals: particles hang on names, or nothing parts words.
        self._inside: list[tuple[Entry, re.Pattern[str]]] = []
        for entry in key.entries:
            digits = _digits(entry.text)
            if len(digits) >= 6 and not re.search(r"[^\W\d_]", entry.text):
                # with its country, a number has no zeros in front
                abroad = digits.lstrip("0")
                known = abroad if len(abroad) >= 6 else digits
                self._numbers.append((entry, known))
                continue
            for words in _word_sequences(entry.text, entry.kind):
                self._know(entry, words)
            for words in _word_sequences(plain(entry.text).text, entry.kind):
                if _has_no_capitals("".join(words)):
                    shape = r"\W{0,3}".join(map(re.escape, words))
                    self._inside.append((entry, re.compile(shape)))

    def _know(self, entry: Entry, words: list[str]) -> None:
        pattern = _Pattern(
            entry,
            tuple(word_forms(word) for word in words),
            frozenset({words[0], without_accents(words[0])}),
        )
        for form in pattern.words[0]:
            self._by_first.setdefault(form, []).append(pattern)

    def find(self, text: str) -> list[Leak]:
        """Every place, in order; one for each entry that a place could be."""
        words, inside = self._find_words(text), self._find_inside(text)
        named, cut = self._find_in_file_names(text), self._find_cut(text)
        return [*_apart([*words, *inside, *named, *cut]), *self._find_numbers(text)]

    def _find_words(self, text: str) -> list[Leak]:
        if not self._may_stand_in(text):
            return []
        tokens = list(_tokens(text))
        found: list[Leak] = []
        reached: dict[int, int] = {}
        for at, token in enumerate(tokens):
            patterns = dict.fromkeys(
                (
                    *self._by_first.get(token.form, ()),
                    *self._by_first.get(token.bare, ()),
                )
            )
            # the longest first, so that a full name is one place and not three
            for pattern in sorted(patterns, key=lambda p: -len(p.words)):
                number = pattern.entry.number
                if at < reached.get(number, 0) or not self._fits(
                    pattern, tokens, at, text
                ):
                    continue
                last = tokens[at + len(pattern.words) - 1]
                reached[number] = at + len(pattern.words)
                found.append(
                    Leak(pattern.entry.participant, number, token.start, last.end)
                )
        return found

    def _may_stand_in(self, text: str) -> bool:
        """Whether any word of the text begins an entry; spares most texts the rest."""
        return any(
            form in self._by_first or bare in self._by_first
            for form, bare, _ in map(_folded, set(_WORDS.findall(text)))
        )

    def _fits(
        self, pattern: _Pattern, tokens: list[_Token], at: int, text: str
    ) -> bool:
        if _fits(pattern, tokens, at, text):
            return True
        is_single = len(pattern.words) == 1 and tokens[at].is_capital
        return self._is_wary and is_single and len(tokens[at].form) > 1

    def _find_inside(self, text: str) -> Iterator[Leak]:
        if not self._inside:
            return
        searched = plain(text)
        for entry, shape in self._inside:
            for place in shape.finditer(searched.text):
                start, end = searched.given(*place.span())
                yield Leak(entry.participant, entry.number, start, end)

    def _find_in_file_names(self, text: str) -> Iterator[Leak]:
        """In files that are spoken of, also where words are written in one."""
        for file in _FILE_NAME.finditer(text):
            humps = [hump.start() for hump in HUMP.finditer(file.group())]
            if not humps:
                continue
            for leak in self._find_words(HUMP.sub(" ", file.group())):
                # each hump put one blank in front of what follows it
                start, end = (
                    file.start()
                    + at
                    - sum(hump + n < at for n, hump in enumerate(humps))
                    for at in (leak.start, leak.end)
                )
                yield Leak(leak.participant, leak.entry, start, end)

    def _find_cut(self, text: str) -> Iterator[Leak]:
        """In words that go on in the next line, after a hyphen at the end of one."""
        if "\n" not in text:
            return
        #: Of each cut: where it is in the whole words, and what was left out up to it.
        places, left_out = [], [0]
        for cut in _CUT.finditer(text):
            places.append(cut.end("marks") - left_out[-1])
            left_out.append(left_out[-1] + cut.end() - cut.end("marks"))
        if not places:
            return
        for leak in self._find_words(_CUT.sub(r"\g<marks>", text)):
            start, last = (
                at + left_out[bisect_right(places, at)]
                for at in (leak.start, leak.end - 1)
            )
            yield Leak(leak.participant, leak.entry, start, last + 1)

    def _find_numbers(self, text: str) -> Iterator[Leak]:
        if not self._numbers:
            return
        for run in _DIGITS.finditer(text):
            digits = _digits(run.group())
            # dialled at home, a number has a zero in the place of its country
            at_home = digits.lstrip("0")
            for entry, known in self._numbers:
                if known in digits or (len(at_home) >= 7 and at_home in known):
                    yield Leak(entry.participant, entry.number, run.start(), run.end())


def find_leaks(text: str, key: IdentityKey) -> list[Leak]:
    """Every place of the text where a form of a string of the key stands."""
    return LeakFinder(key).find(text)


def _apart(leaks: Iterable[Leak]) -> list[Leak]:
    """In order, and of those of one entry that overlap the first and longest."""
    reached: dict[int, int] = {}
    found = []
    for leak in sorted(leaks, key=lambda each: (each.start, -each.end)):
        if leak.start >= reached.get(leak.entry, 0):
            reached[leak.entry] = leak.end
            found.append(leak)
    return found


def _digits(number: str) -> str:
    """Its digits, without a zero that is dialled at home only: +44 (0)7700."""
    return re.sub(r"\D", "", number.replace("(0)", ""))


def _word_sequences(text: str, kind: str) -> list[list[str]]:
    """An entry's words; of a name also each part that could tell on its own."""
    words = [token.form for token in _tokens(text)]
    sequences = [words] if words else []
    if kind == "name" and len(words) > 1:
        sequences += [[w] for w in words if len(w) > 1 and w not in _TITLES]
    return sequences


def _has_no_capitals(word: str) -> bool:
    """Whether it is written in letters of which none is large or small."""
    return len(word) > 1 and all(c.isalpha() and c.upper() == c.lower() for c in word)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup:
            continue  # don't is not Don's
        form, bare, is_capital = _folded(match.group())
        yield _Token(match.start(), match.end(), form, bare, is_capital)


@lru_cache(maxsize=100_000)
def _folded(word: str) -> tuple[str, str, bool]:
    """A word case-folded, then without accents, and whether it has a capital."""
    shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word))
    form = shown.casefold()
    return form, without_accents(form), shown[:1].isupper()


def _fits(pattern: _Pattern, tokens: list[_Token], at: int, text: str) -> bool:
    given = tokens[at : at + len(pattern.words)]
    if len(given) < len(pattern.words):
        return False
    for before, after in pairwise(given):
        gap = text[before.end : after.start]
        if len(gap) > _LONGEST_GAP or any(sign.isalnum() for sign in gap):
            return False
    if any(
        token.form not in forms and token.bare not in forms
        for token, forms in zip(given, pattern.words, strict=True)
    ):
        return False
    return len(given) > 1 or _is_meant(pattern, tokens, at, text)


def _is_meant(pattern: _Pattern, tokens: list[_Token], at: int, text: str) -> bool:
    """Whether a single word is the name rather than a word of everyday talk."""
    token = tokens[at]
    is_plain = token.form in pattern.plain or token.bare in pattern.plain
    if is_plain:
        is_doubtful = token.form in COMMON_NAMES or len(token.form) < 3
    elif token.form in COMMON_FORMS or token.form in COMMON_NAMES:
        is_doubtful = True
    else:
        return token.is_capital or len(token.form) > 3 or not token.form.isascii()
    if not is_doubtful:
        return True
    return token.is_capital and not _opens_sentence(tokens, at, text)


def _opens_sentence(tokens: list[_Token], at: int, text: str) -> bool:
    """Whether the capital may be the sentence's: "Will you ...", not "Will Smith"."""
    start = tokens[at].start
    before = text[max(0, start - 40) : start].rstrip(_SIGNS)[-1:]
    if before and before not in _SENTENCE_ENDS:
        return False
    if at + 1 == len(tokens):
        return False
    following = tokens[at + 1]
    gap = text[tokens[at].end : following.start]
    is_name = following.is_capital and following.form != "i"  # "Will I tell you?"
    return not is_name and not gap.strip() and "\n" not in gap
