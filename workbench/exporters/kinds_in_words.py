"""What each kind of export is called, and what it is for: one list for every reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KindInWords:
    """One kind of export, for people."""

    #: The heading under which it is offered.
    part: str
    title: str
    about: str


_TABLES: Final = "Tables for the paper"
_PICTURES: Final = "Pictures"
_TEXTS: Final = "Texts and checklists"
_BOOKS: Final = "Books and registers"
_TRAIL: Final = "Trail and audit pack"
_DATA: Final = "Data, other programs, archives"

#: Every kind, in the order in which a page offers them.
KINDS: Final[dict[str, KindInWords]] = {
    name: KindInWords(part, title, about)
    for part, name, title, about in (
        (
            *(_TABLES, "theme-table", "Theme table"),
            "Each theme with its concept, what it is not, and the extracts you chose.",
        ),
        (
            *(_TABLES, "group-comparison", "Themes by group"),
            "What each group says in a theme, and how the groups stand to each other.",
        ),
        (
            *(_TABLES, "alliance-matrix", "Themes and theory"),
            "Themes by the dimensions of each framework, with the reasons.",
        ),
        (
            *(_TABLES, "participant-matrix", "Participants and themes"),
            "Who speaks in which theme, by group.",
        ),
        (
            *(_TABLES, "data-to-theme", "From data to theme"),
            "Each chosen extract with its code, subtheme and theme.",
        ),
        (
            *(_TABLES, "participants", "Participants"),
            "The groups described, and each person as far as nobody is known by it.",
        ),
        (
            *(_TABLES, "joint-display", "Joint display"),
            "Questionnaire scores beside themes and theory.",
        ),
        (
            *(_TABLES, "phases", "How each phase was done"),
            "What was done in each phase, by whom, with an example.",
        ),
        (
            *(_TABLES, "lineage", "How the themes came to be"),
            "Every candidate theme ever begun, and what became of it.",
        ),
        (
            _PICTURES,
            "theme-map",
            "Theme map",
            "Themes and lines, as you arranged them.",
        ),
        (_PICTURES, "code-tree", "Code tree", "Theme, subtheme, code."),
        (
            *(_PICTURES, "working-days", "Working days"),
            "On which days what was worked on.",
        ),
        (
            *(_TEXTS, "methods", "Methods text"),
            "The method as it was done, from records only; blanks are yours.",
        ),
        (
            *(_TEXTS, "disclosure", "Disclosure"),
            "What the machine did, in numbers that equal the decisions.",
        ),
        (_TEXTS, "coreq", "COREQ", "32 items, each answer with its records."),
        (_TEXTS, "srqr", "SRQR", "21 items, each answer with its records."),
        (
            *(_TEXTS, "self-review", "Self-review"),
            "Fifteen points and twenty questions, with what the records show.",
        ),
        (
            *(_TEXTS, "gaps", "What is not recorded"),
            "What a reader would look for and not find.",
        ),
        (
            *(_TEXTS, "supervision", "For a supervisor"),
            "Themes, extracts, open questions, what changed since last time.",
        ),
        (
            *(_BOOKS, "quote-bank", "Quote bank"),
            "Every coded segment with its place, by theme and code.",
        ),
        (
            *(_BOOKS, "extract-book", "Extract book"),
            "Every coded segment in its turn, with the question asked.",
        ),
        (
            *(_BOOKS, "coded-transcript", "Coded transcripts"),
            "Every talk, turn by turn, with the codes beside it.",
        ),
        (_BOOKS, "codebook", "Codebook", "The codes in use, with their definitions."),
        (_BOOKS, "memos", "Released notes", "The notes that their writers released."),
        (
            *(_BOOKS, "journal", "Reflexive journal"),
            "An index of every entry, and those that were released.",
        ),
        (
            *(_BOOKS, "registers", "Registers"),
            "Transcripts, consent, corrections, packets, copies that left.",
        ),
        (
            *(_BOOKS, "readings", "Readings compared"),
            "Where two people read differently, and what came of talking it over.",
        ),
        (
            *(_TRAIL, "audit-pack", "Audit pack"),
            "Everything an examiner needs, with an index and a program to check it.",
        ),
        (
            *(_TRAIL, "trail", "Decision trail"),
            "Told on thirty pages at most, or as data that can be checked.",
        ),
        (
            *(_DATA, "qdpx", "REFI-QDA project"),
            "The study for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.",
        ),
        (_DATA, "qdc", "REFI-QDA codebook", "Codes and themes for other programs."),
        (
            *(_DATA, "cases", "Cases by codes"),
            "Participants by codes as 0 and 1, for R or pandas.",
        ),
        (_DATA, "csv", "All records as CSV", "Every table, with a data dictionary."),
        (_DATA, "json", "All records as JSON", "The same as one object."),
        (
            *(_DATA, "deposit", "Deposit for an archive"),
            "The talks of those who agreed, with codebook and methods.",
        ),
    )
}
