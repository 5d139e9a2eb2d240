"""Which dimension of a framework a text comes closest to: a question, never an answer.

Pure: vectors in, dimensions out. Each text is compared with every definition, inclusion
note and example of a framework and with their middle, and with everyday talk
(`EVERYDAY`), which is of no framework. Each is judged against the study's own
background: where all talk is about trust, closeness to "bond" says little, and more is
asked of it. Where everyday talk stands out most, the text is said to be close to none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.background import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workbench.coding.codebook import Codebook

    Vectors: TypeAlias = NDArray[np.float32]
    Scores: TypeAlias = NDArray[np.float64]

#: With fewer texts than this the study's background is not known.
LEAST_BACKGROUND: Final = 10
#: What people also talk of in interviews, whatever the study is about: a line for each
#: major division of the United Nations' classification of activities for time-use
#: statistics (ICATUS 2016) and its like, then what is at the edges of any interview.
EVERYDAY: Final = (
    "Going to work, the hours and the pay.",
    "Looking for a job or being out of work.",
    "Growing, making or mending things at home.",
    "Cooking, cleaning, washing and shopping for the household.",
    "Looking after children or an old parent.",
    "Helping neighbours or doing voluntary work.",
    "School, studying, courses and examinations.",
    "Meeting friends, visiting family, a party or a wedding.",
    "Going to church, faith and holidays.",
    "Reading, music, films, television and the news.",
    "Sport, walking, a game or a hobby.",
    "Sleeping, eating, washing and getting dressed.",
    "Illness, a doctor, medicine or a stay in hospital.",
    "Travelling, the way there, by car, train or bus.",
    "Can you hear me, is it recording?",
    "Could you say that again, I did not understand the question.",
    "I do not know, I have never thought about it.",
    "Thank you, that was all from my side.",
    "Where I was born, how old I am and who is in my family.",
    "How long ago it was, in which year.",
    "Where I live, the house and the neighbourhood.",
    "The weather, the season, the time of day.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A framework as vectors.

    Attributes:
        dimensions: ids, in the framework's order, which decides ties.
        passages: shape (p, d); definitions, inclusion notes and examples, embedded.
        codes: the code that each passage tells of.
        dimension_of: the dimension of each code.
        everyday: shape (e, d), `EVERYDAY` embedded.
    """

    dimensions: Sequence[str]
    passages: Vectors
    codes: Sequence[str]
    dimension_of: dict[str, str]
    everyday: Vectors


def frame_of(book: Codebook, encode: Callable[[list[str]], Vectors]) -> Frame:
    """Make a codebook comparable.

    Args:
        book: the framework.
        encode: turns texts into vectors, row by row.
    """
    said = passages_of(book)
    return Frame(
        [dimension.id for dimension in book.all_dimensions()],
        encode([text for _, text in said]),
        [code for code, _ in said],
        {code: code.partition(".")[0] for code, _ in said},
        encode(list(EVERYDAY)),
    )


def passages_of(book: Codebook) -> list[tuple[str, str]]:
    """List what a codebook says of each code: definition, inclusion note, examples."""
    found = []
    for entry in book.entries:
        quotes = re.findall(r'"([^"]+)"', entry.example) or [entry.example]
        said = (entry.definition or entry.name, entry.include, *quotes)
        found += [(entry.id, text) for text in said if text.strip()]
    return found


def closest_dimensions(
    frame: Frame, texts: Vectors, background: Vectors | None = None
) -> list[str | None]:
    """Name the dimension each text comes closest to, or None for none of them.

    Args:
        frame: the framework.
        texts: shape (n, d), rows of unit length.
        background: shape (m, d), the study's stretches; the texts when None. With
            fewer than `LEAST_BACKGROUND` the largest plain cosine decides, and no
            text can be said to be close to none.
    """
    if not len(texts) or not frame.dimensions:
        return [None] * len(texts)
    ground = texts if background is None else background
    if len(ground) < LEAST_BACKGROUND:
        plain = closeness(frame, texts)
        return [frame.dimensions[column] for column in plain.argmax(axis=1)]
    common = ground.mean(axis=0)
    apart = Frame(
        frame.dimensions,
        unit(frame.passages - common),
        frame.codes,
        frame.dimension_of,
        unit(frame.everyday - common),
    )
    here, there = unit(texts - common), unit(ground - common)
    found = np.column_stack([closeness(apart, here), _everyday(apart, here)])
    usual = np.column_stack([closeness(apart, there), _everyday(apart, there)])
    stands_out = (found - usual.mean(axis=0)) / np.maximum(usual.std(axis=0), 1e-6)
    answers = [*frame.dimensions, None]
    return [answers[column] for column in np.round(stands_out, 6).argmax(axis=1)]


def closeness(frame: Frame, texts: Vectors) -> Scores:
    """Say how close each text is to each dimension.

    Half by its nearest passage, half by the middle of all its passages: one example
    may be near by a word, and the middle alone blurs what a dimension is made of.

    Returns:
        shape (n, dimensions); higher is closer. -1 for a dimension without a passage.
    """
    cosines = np.asarray(texts @ frame.passages.T, dtype=np.float64)
    found = np.full((len(texts), len(frame.dimensions)), -1.0)
    for column, dimension in enumerate(frame.dimensions):
        own = [
            at
            for at, code in enumerate(frame.codes)
            if frame.dimension_of[code] == dimension
        ]
        if own:
            middle = unit(frame.passages[own].mean(axis=0, keepdims=True))[0]
            nearest = cosines[:, own].max(axis=1)
            found[:, column] = (nearest + texts @ middle) / 2.0
    return found


def _everyday(frame: Frame, texts: Vectors) -> Scores:
    """Say how close each text is to everyday talk, by its two nearest kinds."""
    cosines = np.sort(np.asarray(texts @ frame.everyday.T, dtype=np.float64), axis=1)
    return np.asarray(cosines[:, -2:].mean(axis=1))
