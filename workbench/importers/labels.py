"""What may be a speaker's label, and what only looks like one.

A label is short and looks like a name, a code or a role. How often it must recur
before it is believed depends on how much it looks like one (`Strength`).
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from workbench.importers.speakers import is_code, role_word

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
_FORBIDDEN: Final = re.compile("[!?;\"\u201c\u201d\u201e\u2026\\\\=<>{}|:\uff1a@\\[\\]]")
_CREDENTIALS: Final = re.compile(r",\s*(?:PhD|MD|MSc|MA|BA|RN|LCSW|PsyD|DPhil)\.?$")
_ABBREVIATION: Final = re.compile(r"^[^\W\d_]{1,4}\.$|^(?:[^\W\d_]\.)+$")
_TITLES: Final = frozenset(
    ["Dr", "Dr.", "Prof", "Prof.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Frau"]
    + ["Herr", "Mme", "Sra.", "Sr."]
)
_JOINERS: Final = frozenset(
    "and und et y e & + / de di da du del der van von la le el of the den".split()
)
# Words that open a sentence or head a note, in the languages people send.
_NOT_A_NAME: Final = frozenset(
    "note notes nb anmerkung remarque nota notitie date datum fecha data goal goals "
    "aim aims task tasks example examples beispiel exemple ejemplo time zeit heure "
    "hora location ort lieu lugar place venue title titel titre duration dauer length "
    "interview interviews transcript transcription topic topics subject subjects age "
    "alter âge edad gender sex summary background context objective objectives step "
    "steps warning figure table source sources http https mailto ftp re fw ps todo "
    "comment comments observation observations result results conclusion important "
    "remember reminder today yesterday tomorrow monday tuesday wednesday thursday "
    "friday saturday sunday morning evening yes no yeah ok okay well so and but or "
    "because then also anyway honestly look listen actually basically first second "
    "third firstly secondly thirdly finally however therefore eg ie etc i.e e.g like "
    "that this these those here there it he she they we you my his her their our your "
    "what why how when where who which if as in on at to for from by with about not "
    "the a an one two three some something anything everything nothing reference "
    "references file files name names email phone address consent recording recorded "
    "audio video version page section part chapter appendix keywords key words sleep "
    "laughs laughter laughing pause silence inaudible unclear crosstalk sighs crying "
    "mood energy problem problems point reason reasons answer question frage antwort "
    "bzw zb z.b und aber also d.h c'est mais et pero y maar en".split()
)
_SPEECH_VERBS: Final = frozenset(
    "said says say saying asked asks asking goes went thought thinks think told tell "
    "replied answered answers wrote writes reads read means meant is was were are am "
    "be been sounds sounded adds added feels felt heard hear remember wonder wondered "
    "sagte sagt sagen meinte meint fragte fragt dachte dit disait demande dijo dice "
    "preguntó zei zegt vroeg disse sade säger".split()
)
_OPENERS: Final = frozenset(
    "she he it they we you my his her their our your this that these those there here "
    "for in on at to with from by as if when what why how where who which the a an "
    "one some and but so or because then like i i'm i'd i've let not no yes just only "
    "about after before during until since while don't can't please maybe perhaps "
    "er sie es wir ihr ich der die das zum il elle ils elles je tu nous on ça por "
    "el ella yo hij zij het ik".split()
)
_LETTER_LABELS: Final = frozenset("I R P Q A M INT IV IVR".split())
_LOWER_LABELS: Final = frozenset("i r p q a m".split())
_QUALIFIERS: Final = frozenset(
    "the a female male first second third lead co app's client's and und et y".split()
)


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
    if role_word(word) or folded in _QUALIFIERS or not word.isalpha():
        return True
    return word[0].isupper() and folded not in _NOT_A_NAME | _SPEECH_VERBS | _OPENERS


def _is_sentence(words: list[str]) -> bool:
    folded = [word.casefold().strip("'\u2019.") for word in words]
    if folded[0] in _OPENERS or folded[0] in _NOT_A_NAME:
        return True
    return len(folded) > 1 and any(word in _SPEECH_VERBS for word in folded[1:])


def _looks_capital(word: str) -> bool:
    """It begins as a name does, in scripts that have capitals."""
    if word in _JOINERS or not word[0].isalpha():
        return True
    return word[0].isupper() or word[0].lower() == word[0].upper()


def is_plain_name(label: str) -> bool:
    """It could be anyone's chosen name beside a time: short, no sentence."""
    words = label.split()
    return len(words) <= 4 and _is_possible(label, words) and not _is_sentence(words)
