"""The words that scripts depend on: formats and warning codes.

docs/file-formats.md lists every one of them; a test compares.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workbench.importers.parsed import ParsedWarning
from workbench.in_words import counted


class Code(StrEnum):
    """What a researcher should look at before a file is stored."""

    ASIDE = "aside"
    AUTOMATIC_NUMBERS = "automatic-numbers"
    BAD_TIME = "bad-time"
    BLOCK_WITHOUT_TIMES = "block-without-times"
    BOM = "byte-order-mark"
    COMMENTS = "comments"
    CONTROL_CHARACTERS = "control-characters"
    DETAILS_AFTER_LABEL = "details-after-label"
    ENCODING_CHOSEN = "encoding-chosen"
    ENCODING_GUESSED = "encoding-guessed"
    FILLED_DOWN = "filled-down"
    FRONT_MATTER = "front-matter"
    HIDDEN_TEXT = "hidden-text"
    HIGHLIGHTS = "highlights"
    HTML_ENTITIES = "html-entities"
    INHERITED_SPEAKER = "inherited-speaker"
    LINE_NUMBERS = "line-numbers"
    LONE_SURROGATES = "lone-surrogates"
    LONG_TURN = "long-turn"
    MIXED_NEWLINES = "mixed-newlines"
    NO_SPEAKERS = "no-speakers"
    ONE_SPEAKER = "one-speaker"
    ONLY_INTERVIEWER = "only-interviewer"
    PDF_LAYOUT = "pdf-layout"
    POSSIBLE_ASR_ARTEFACT = "possible-asr-artefact"
    POSSIBLE_IDENTIFIER = "possible-identifier"
    RENAMED = "renamed-speakers"
    SIMILAR_LABELS = "similar-labels"
    SYMBOLS = "symbols"
    TABLE_COLUMNS = "table-columns"
    TABLE_IN_PROSE = "table-in-prose"
    TEXT_BOX = "text-box"
    TIMES_OUT_OF_ORDER = "times-out-of-order"
    TRACKED_CHANGES = "tracked-changes"
    UNBALANCED_BRACKETS = "unbalanced-brackets"
    UNCERTAIN_LABEL = "uncertain-label"
    UNLABELLED_TURNS = "unlabelled-turns"
    WALL_CLOCK = "wall-clock"


#: How the words are laid out, in files whose text flows in lines or paragraphs.
LAYOUTS: Final = (
    "labelled",
    "paragraphs",
    "table",
    "zoom",
    "teams",
    "otter",
    "rev",
    "nvivo",
    "trint",
    "word-transcribe",
)
#: What such files are kept in.
CONTAINERS: Final = ("txt", "docx", "odt", "rtf", "pdf", "md", "html")
#: Files whose form and layout are one thing.
OWN_FORMATS: Final = (
    "vtt",
    "zoom-vtt",
    "teams-vtt",
    "srt",
    "table-csv",
    "table-tsv",
    "table-xlsx",
    "whisper-json",
)
UNKNOWN: Final = "unknown"


def formats() -> tuple[str, ...]:
    """Every string that `format` can be; a bare container is a rejected file's."""
    flowing = tuple(f"{layout}-{kept}" for kept in CONTAINERS for layout in LAYOUTS)
    return (*flowing, *CONTAINERS, *OWN_FORMATS, UNKNOWN)


def warning(code: Code, where: str, message: str) -> ParsedWarning:
    """Say where to look and why, without the words that stand there."""
    return ParsedWarning(code.value, where, message)


def comment_warnings(count: int) -> list[ParsedWarning]:
    """That a file brings comments, which a person decides about."""
    if not count:
        return []
    told = f"{counted(count, 'comment')}: make them codes or memos, or leave them out"
    return [warning(Code.COMMENTS, "whole file", told)]
