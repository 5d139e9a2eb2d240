"""The study's own codes as a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.coding.codebook import Codebook, CodebookEntry
from workbench.coding.codebook_files import slug
from workbench.errors import RefusedError
from workbench.model import Code, Framework

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.exporters.reading import Moment

SUFFIXES: Final = (".toml", ".qdc", ".csv", ".xlsx", ".docx")


def own_codebook(moment: Moment) -> Codebook:
    """The codes in force, each parent before its own, under ids that stay readable."""
    codes = {code.id: code for code in moment.read(Code, state="active")}
    frameworks = {each.id: each.title for each in moment.read(Framework)}
    ids = _readable_ids(list(codes.values()))
    entries = [
        CodebookEntry(
            id=ids[code.id],
            name=code.name,
            definition=code.definition or "",
            include=code.include or "",
            exclude=code.exclude or "",
            example=code.example or "",
            source=frameworks.get(code.framework or "", code.origin),
            parent=ids.get(code.parent or "", ""),
        )
        for code in sorted(codes.values(), key=lambda c: _path(c, codes))
    ]
    title = moment.study().title
    return Codebook(slug(title) or "study", title, entries=tuple(entries))


def _path(code: Code, codes: dict[str, Code]) -> tuple[str, ...]:
    """The names from the top down to a code, so that children follow their parent."""
    path, above = [code.name.casefold(), code.id], code.parent
    while above in codes:
        path[:0] = [codes[above].name.casefold(), above]
        above = codes[above].parent
    return tuple(path)


def _readable_ids(codes: list[Code]) -> dict[str, str]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        wanted = code.construct or slug(code.name) or code.id
        # two names may read alike without their accents
        ids[code.id] = wanted if wanted not in taken else f"{wanted}-{code.id}"
        taken.add(ids[code.id])
    return ids


def codebook_bytes(moment: Moment, suffix: str, style: str) -> bytes:
    """The codebook in the format of a suffix, as Word in a house style.

    Raises:
        RefusedError: the study has no codes.
    """
    from workbench.exporters import codebook  # noqa: PLC0415 - slow to import
    from workbench.exporters.codebook_word import codebook_docx  # noqa: PLC0415

    book = own_codebook(moment)
    if not book.entries:
        msg = "the study has no codes yet, so there is no codebook. Add a code first."
        raise RefusedError(msg)
    writers: dict[str, Callable[[Codebook], bytes]] = {
        ".toml": codebook.codebook_toml,
        ".qdc": codebook.codebook_qdc,
        ".csv": codebook.codebook_csv,
        ".xlsx": codebook.codebook_xlsx,
        ".docx": lambda b: codebook_docx(b, style, with_ids=False),
    }
    return writers[suffix](book)
