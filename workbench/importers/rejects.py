"""Files that are no transcript, told apart so that the reason helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError, UnknownFormatError

if TYPE_CHECKING:
    from workbench.importers.source import Source

_CODED_REPORT: Final = re.compile(
    r"(?m)^\s*(?:<(?:Files|Internals)\\\\|Reference \d+ - [\d.,]+ ?% Coverage|"
    r".{0,80}\d+ references? coded\s*[\[(])"
)
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
            "a database, perhaps a project of another tool or of the workbench. "
            "Export the study there as REFI-QDA (.qdpx), or open it as a project."
        )
    if any(name.lower().endswith(".qde") for name in source.members):
        raise UnknownFormatError(
            "a project of another tool (REFI-QDA), not a transcript. "
            "Bring it in as a project."
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
            "Bring the study in as REFI-QDA (.qdpx)."
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
