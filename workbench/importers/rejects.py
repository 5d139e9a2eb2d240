"""Files that are no transcript, told apart so that the reason helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.source import Source

_CODED_REPORT: Final = re.compile(
    r"(?m)^[ \t]*(?:<(?:Files|Internals)\\\\|Reference \d+ - [\d.,]+ ?% Coverage|"
    r".{0,80}\d+ references? coded\s*[\[(])"
)
# The first row of what other tools export when asked for coded passages.
_REPORT_COLUMNS: Final = re.compile(
    r"codes?|code ?(?:system|name|group)s?|coded (?:by|segments?|text)|coder|"
    r"quotation(?: name| content)?|quotes?|segments?|retrieved segments?|coverage|"
    r"excerpts?|references?|document(?: name| group)?|weight(?: score)?"
)
_CODE_COLUMNS: Final = ("code", "quotation")
_FORM_LINE: Final = re.compile(r"(?:_{4,}|\.{6,}|[\u2610\u2611\u2612]|\[ \]|\( \))")
_STUB: Final = re.compile(
    r"(?i)\b(?:withdrawn|withdrew|transcript (?:was )?removed|"
    r"consent (?:was )?revoked)\b"
)
_STUB_WORDS: Final = 60
_FOREIGN_SUFFIX: Final = (".nvp", ".nvpx", ".atlproj", ".atlcb", ".mx", ".qda")


def refuse_foreign(source: Source) -> None:
    """Raise where the file is a project, a database or a program's old format."""
    if not source.data:
        raise ImportRejectedError("empty: the file has no content.")
    if source.is_database:
        raise UnknownFormatError(
            "a database, not a transcript. A study of another tool comes in as "
            "REFI-QDA (workbench import PROJECT FILE.qdpx); open one of the workbench."
        )
    if any(name.lower().endswith(".qde") for name in source.members):
        raise UnknownFormatError(
            "a whole study of another tool (REFI-QDA), not a transcript. Under the "
            "ending .qdpx it comes in as one: workbench import PROJECT FILE.qdpx"
        )
    if source.is_old_office:
        _refuse_compound(source)
    if source.is_archive and source.file.lower().endswith(_FOREIGN_SUFFIX):
        raise UnknownFormatError(
            "a project of another tool. Export it there as REFI-QDA (.qdpx)."
        )
    head = source.text[:2_000]
    if "urn:QDA-XML" in head or re.search(r"<(?:Project|CodeBook)\b[^>]*QDA", head):
        raise UnknownFormatError(
            "a project of another tool or its codebook (REFI-QDA), not a transcript."
        )
    if head.lstrip().startswith("<?xml") and "<html" not in head.lower():
        raise UnknownFormatError(
            "an XML file of a kind that holds no talk known here. Save it as Word, "
            "plain text or captions in the program it comes from."
        )


def _refuse_compound(source: Source) -> None:
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise ImportRejectedError(
            "password-protected: remove the password in Word or Excel and save again."
        )
    raise UnknownFormatError(
        "an old Office file (.doc, .xls) or another tool's project. "
        "Save it as .docx or .xlsx."
    )


def refuse_other_text(text: str) -> None:
    """Raise where the text is a report, a form or a stub rather than an interview."""
    if not text.strip():
        raise ImportRejectedError("empty: the file holds no text.")
    if len(_CODED_REPORT.findall(text)) >= 2:
        raise ImportRejectedError(
            "a report of coded passages from another tool, not a transcript. "
            "Bring the study in as REFI-QDA: workbench import PROJECT FILE.qdpx"
        )
    lines = [line for line in text.split("\n") if line.strip()]
    blanks = sum(_FORM_LINE.search(line) is not None for line in lines)
    if blanks >= 3 and blanks > 0.3 * len(lines):
        raise ImportRejectedError("a form with blanks to fill in, not a transcript.")
    if len(text.split()) <= _STUB_WORDS and _STUB.search(text):
        raise ImportRejectedError(
            "a note that a participant withdrew, not a transcript. "
            "Record the withdrawal under People."
        )


def lists_coded_passages(names: Sequence[str]) -> bool:
    """A table with these columns holds coded passages of several documents."""
    named = {" ".join(name.casefold().split()) for name in names}
    told = {name for name in named if _REPORT_COLUMNS.fullmatch(name)}
    is_of_documents = any(name.startswith("document") for name in told)
    return is_of_documents and any(name.startswith(_CODE_COLUMNS) for name in told)


def refuse_coded_table(rows: Sequence[Sequence[str]]) -> None:
    """Raise where a table lists coded passages of several documents."""
    if rows and lists_coded_passages(rows[0]):
        raise ImportRejectedError(
            "a table of coded passages from another tool, not a transcript. "
            "Bring the study in as REFI-QDA: workbench import PROJECT FILE.qdpx"
        )
