"""What holds a group of codes together, and how firmly.

Pure. Both are questions about this grouping of these segments. Whether a group shares
a meaning is for a person to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.themes.grouping import Hierarchy
from workbench.themes.likeness import centred, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workbench.themes.grouping import Grouping
    from workbench.themes.likeness import CodeMaterial, Ground

    Times: TypeAlias = NDArray[np.float64]

#: So often the segments are drawn anew to see which groups come again.
SAMPLES: Final = 20
#: From which mean overlap on a group is said to hold, after Hennig (2007).
FIRM, MOSTLY, PARTLY = 0.85, 0.7, 0.5
TYPICAL: Final = 3
TELLING: Final = 8
#: In so many segments, and by so many people, a word is said that tells of a group.
_OFTEN: Final = 2
#: "don't" is one word.
_A_WORD: Final = r"(?u)\b\w[\w'\u2019]+\b"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a group of codes has in common.

    Attributes:
        shared: texts that bear two codes of the group or more, as `segment_ids`.
        typical: rows of the material's segments nearest to the group's middle, nearest
            first, of as many codes as there are.
        people: who speaks in the group's segments, in the order of their names.
        people_in_all: how many people are known in the whole material.
        words: words that are said here more than elsewhere, most telling first.
    """

    shared: tuple[str, ...]
    typical: tuple[int, ...]
    people: tuple[str, ...]
    people_in_all: int
    words: tuple[str, ...]


class Draws:
    """The same codes grouped again and again, their segments drawn anew each time.

    Segments are drawn with replacement. The codes that lie far from all stay out of
    every draw. Made once, any cut can be held against them: what is slow here does
    not depend on it.

    Args:
        ground: the codes and their segments.
        far: shape (c,), the codes that belong nowhere.
        samples: how many draws.
        seed: of the draws.
    """

    def __init__(
        self,
        ground: Ground,
        far: NDArray[np.bool_],
        samples: int = SAMPLES,
        seed: int = 0,
    ) -> None:
        material = ground.material
        random = np.random.default_rng(seed)
        columns, size = material.columns(), len(material.segment_codes)
        count = len(material.codes)
        had = np.bincount(columns, minlength=count) > 0
        self._drawn: list[tuple[Hierarchy, set[str]]] = []
        for _ in range(samples if size else 1):
            drawn = random.integers(0, max(1, size), size)
            times = np.bincount(drawn, minlength=size).astype(np.float64)
            has = np.bincount(columns, weights=times, minlength=count) > 0
            lost = {material.codes[row] for row in np.flatnonzero(had & ~has).tolist()}
            again = Hierarchy(ground, ground.likeness(times), far=far)
            self._drawn.append((again, lost))

    def stability(self, grouping: Grouping) -> list[float]:
        """Say how far each group comes again when the segments are drawn anew.

        Each group is compared with the one most like it in a draw that is cut to the
        same number (shared codes over codes of either). Codes that lost all their
        segments in a draw take no part in it.

        Args:
            grouping: from `group_codes` or `Hierarchy.at`, by average linkage.

        Returns:
            For each group of `grouping.groups` the mean overlap, from 0 to 1.

        Source: C. Hennig, Cluster-wise assessment of cluster stability, Computational
        Statistics & Data Analysis 52 (2007).
        """
        k = grouping.parameters.get("k")
        if not grouping.groups or not isinstance(k, int):
            return []
        overlaps: list[list[float]] = [[] for _ in grouping.groups]
        for hierarchy, lost in self._drawn:
            again = hierarchy.at(k)
            for group, found in zip(grouping.groups, overlaps, strict=True):
                kept = set(group.codes) - lost
                if len(kept) > 1:
                    found.append(_overlap(kept, again, lost))
        return [round(float(np.mean(each)), 4) if each else 0.0 for each in overlaps]


def in_words(stable: float) -> str:
    """Say in plain words what `stability` found for a group."""
    if stable >= FIRM:
        return "holds: nearly the same codes come together however segments are drawn"
    if stable >= MOSTLY:
        return "mostly holds: a code or two come and go with the segments drawn"
    if stable >= PARTLY:
        return "holds in part: a core stays, the rest comes and goes"
    return "hardly holds: with other segments the codes fall differently"


def what_holds(material: CodeMaterial, codes: Sequence[str]) -> Holding:
    """Tell what these codes have in common, for a person to look at.

    Args:
        material: what was grouped.
        codes: those of one group.
    """
    inside = set(codes)
    rows = [at for at, code in enumerate(material.segment_codes) if code in inside]
    known = {person for person in material.people if person is not None}
    here = {material.people[row] for row in rows} if known else set()
    return Holding(
        shared=_shared(material, rows),
        typical=_typical(material, rows),
        people=tuple(sorted(person for person in here if person is not None)),
        people_in_all=len(known),
        words=_words(material, rows),
    )


def _overlap(kept: set[str], again: Grouping, lost: set[str]) -> float:
    others = [set(group.codes) - lost for group in again.groups]
    return max((len(kept & one) / len(kept | one) for one in others), default=0.0)


def _shared(material: CodeMaterial, rows: Sequence[int]) -> tuple[str, ...]:
    if not len(material.segment_ids):
        return ()
    pairs = {(material.segment_ids[row], material.segment_codes[row]) for row in rows}
    times = Counter(text for text, _ in pairs)
    return tuple(sorted(text for text, count in times.items() if count > 1))


def _typical(material: CodeMaterial, rows: Sequence[int]) -> tuple[int, ...]:
    if not rows:
        return ()
    vectors = centred(material.segments)[list(rows)]
    middle = unit(vectors.sum(axis=0, keepdims=True))[0]
    order = [rows[at] for at in np.argsort(-np.round(vectors @ middle, 9))]
    # One of each code before a second of any: a large code would speak for all.
    times: Counter[str] = Counter()
    turns = []
    for row in order:
        code = material.segment_codes[row]
        turns.append(times[code])
        times[code] += 1
    first = sorted(range(len(order)), key=lambda at: (turns[at], at))
    return tuple(order[at] for at in first[:TYPICAL])


def _words(material: CodeMaterial, rows: Sequence[int]) -> tuple[str, ...]:
    """Words of these segments that are rarer elsewhere, by log-likelihood.

    A word that one segment has, or one person of several, tells of these alone.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    if not len(material.texts) or not rows:
        return ()
    counter = CountVectorizer(binary=True, token_pattern=_A_WORD)
    try:
        said = counter.fit_transform(material.texts)
    except ValueError:
        return ()
    mark = np.zeros(said.shape[0], dtype=bool)
    mark[list(rows)] = True
    here = np.asarray(said[mark].sum(axis=0), dtype=float).ravel()
    there = np.asarray(said[~mark].sum(axis=0), dtype=float).ravel()
    share = mark.mean()
    expected = (here + there) * share
    beside = np.maximum(here + there - expected, 1e-9)
    told = 2 * (
        here * np.log(np.maximum(here, 1e-9) / expected)
        + there * np.log(np.maximum(there, 1e-9) / beside)
    )
    # More often than a word's share would have it.
    telling = (here >= _OFTEN) & (here > expected)
    people = [material.people[row] for row in rows] if material.people else []
    known = sorted({person for person in people if person is not None})
    if len(known) >= _OFTEN:
        own = said[list(rows)]
        by = [own[[who == each for who in people]].max(axis=0) for each in known]
        speakers = np.asarray(sum(each.toarray() for each in by)).ravel()
        telling &= speakers >= _OFTEN
    order = np.argsort(-np.where(telling, np.round(told, 9), -1.0), kind="stable")
    names = counter.get_feature_names_out()
    return tuple(str(names[at]) for at in order[:TELLING] if telling[at])
