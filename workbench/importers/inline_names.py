"""Names that stand between a time and the talk, with nothing to part them from it.

'[00:00:12] Jana Nová Tak jsme to zkusili' shows by itself where the name ends only
where the talk begins small. Over the whole file a name shows by coming back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from workbench.importers.labels import (
    MAX_LABEL,
    Strength,
    clean_label,
    label_strength,
)
from workbench.importers.times import TIME
from workbench.importers.vocabulary import NOT_A_NAME, OPENERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.lines import Line

_STAMPED: Final = re.compile(
    rf"\s*[\[(]?(?P<time>{TIME})[\])]?\s+(?P<rest>\S.*)$", re.DOTALL
)
#: Where one of these follows, another form says where the name ends.
_PARTED: Final = re.compile(
    r"\S+(?:\s+\S+){0,3}?(?:[:\uff1a](?:\s|$)|\s[\u2013\u2014-]\s)"
)
_MOST_WORDS: Final = 3
#: In such a file nearly every stamped line names its speaker.
_SHARE: Final = 0.8
_FEWEST_LINES: Final = 3
_HEAD: Final = 200


def inline_names(lines: Sequence[Line]) -> frozenset[str]:
    """The names after a time with which most stamped lines of a file begin."""
    stamped = [match["rest"] for line in lines if (match := _STAMPED.match(line.text))]
    told = [talk.split() for talk in stamped if not _is_told_otherwise(talk)]
    if len(told) < max(_FEWEST_LINES, _SHARE * len(stamped)):
        return frozenset()
    begun = Counter(
        " ".join(words[:count])
        for words in told
        for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1)
    )
    names = _grown(begun)
    named = sum(_begins(words, names) for words in told)
    return names if named >= _SHARE * len(told) else frozenset()


def named_inline(text: str, names: frozenset[str]) -> tuple[str, str, str] | None:
    """Time, name and talk of a line that begins with one of the names."""
    match = _STAMPED.match(text)
    if match is None or not names:
        return None
    for count in range(_MOST_WORDS, 0, -1):
        words = match["rest"].split(maxsplit=count)
        name = " ".join(words[:count])
        if len(words) > count and name in names:
            return match["time"], name, words[count]
    return None


def _grown(begun: Counter[str]) -> frozenset[str]:
    """First words that come back, made longer as long as all that follows does."""
    longer: defaultdict[str, list[str]] = defaultdict(list)
    for start in begun:
        longer[start.rpartition(" ")[0]].append(start)
    names: set[str] = set()
    waiting = [start for start in longer[""] if _is_name(start, begun[start])]
    while waiting:
        start = waiting.pop()
        further = [each for each in longer[start] if _goes_on(each, begun[each])]
        if further and sum(begun[each] for each in further) == begun[start]:
            waiting += further
        else:
            names.add(start)
    return frozenset(names)


def _is_name(start: str, times: int) -> bool:
    strength = label_strength(clean_label(start))
    return strength is Strength.STRONG or (strength >= Strength.WORD and times > 1)


def _goes_on(start: str, times: int) -> bool:
    """The last word belongs to the name as well."""
    word = start.rpartition(" ")[2].casefold().strip(".,?!")
    is_talk = word in NOT_A_NAME or word in OPENERS
    return times > 1 and not is_talk and _is_name(start, times)


def _is_told_otherwise(talk: str) -> bool:
    """A colon or a dash ends the name, or the name stands alone on its line."""
    if _PARTED.match(talk[:_HEAD]):
        return True
    is_sentence = len(talk) > MAX_LABEL or talk.rstrip().endswith((".", "?", "!"))
    return not is_sentence and label_strength(clean_label(talk)) >= Strength.NAME


def _begins(words: Sequence[str], names: frozenset[str]) -> bool:
    starts = (" ".join(words[:count]) for count in range(1, _MOST_WORDS + 1))
    return any(start in names for start in starts)
