"""The ways to look again at what is coded, and at what is not.

Reading against the grain (contrast): where a code's own coding might be looked at
again. Similar passages: where a code may be met again, what others of a segment's kind
bear, where to read next, what is near to words of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: The settings that the readings stand under.
SIMILAR: Final = "similar-passages"
CONTRAST: Final = "contrast"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to look again.

    Attributes:
        name: as the record has it.
        switch: the setting it stands under.
        about: what has to be named: codes, a segment, words, or nothing.
        title: what it shows, for people.
        likeness: to what the cosine of each passage is.
    """

    name: str
    switch: str
    about: str
    title: str
    likeness: str


CODES, SEGMENT, WORDS, NOTHING = "codes", "segment", "words", ""
READINGS: Final = {
    each.name: each
    for each in (
        Reading(
            "worded-differently",
            CONTRAST,
            CODES,
            "Worded most differently from the others",
            "its other segments, on average",
        ),
        Reading(
            "coded-otherwise",
            CONTRAST,
            CODES,
            "Much like it, but coded otherwise",
            "the segment beside it",
        ),
        Reading(
            "piles",
            CONTRAST,
            CODES,
            "How its segments fall into piles",
            "the middle of its pile",
        ),
        Reading(
            "alike",
            SIMILAR,
            CODES,
            "Where it may be met again, uncoded so far",
            "the segment beside it",
        ),
        Reading(
            "of-its-kind",
            SIMILAR,
            SEGMENT,
            "Codes that segments of its kind bear",
            "the segment asked about",
        ),
        Reading(
            "where-next",
            SIMILAR,
            NOTHING,
            "Where to read next: unlike anything coded so far",
            "the nearest coded segment",
        ),
        Reading(
            "fits-no-code",
            CONTRAST,
            NOTHING,
            "Coded segments like no other of their own code",
            "the nearest segment of its own code",
        ),
        Reading(
            "by-words",
            SIMILAR,
            WORDS,
            "Stretches near to words of your own",
            "your words",
        ),
    )
}
