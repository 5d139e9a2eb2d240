"""Another program's study in, judged and taken apart: no store, no page, no network.

    inspect_study(path)   one file or QualCoder folder -> its bytes and the study in it

It is read in the same fenced child as a transcript. Nothing of it is believed: what the
child answers is checked once more, each offset against its text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.children import Child, Refusal
from workbench.importers.foreign import ForeignFinding, ForeignProject

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importers.foreign import ForeignSource

#: With texts only; recordings and pictures are not read.
MAX_STUDY_BYTES: Final = 300_000_000
_INSIDE: Final = "data.qda"


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A study of another program, and the file it lies in."""

    name: str
    data: bytes
    study: ForeignProject


def inspect_study(path: Path) -> ForeignFile:
    """The study in a QDPX file, a Taguette file or a QualCoder folder.

    Raises:
        ImportRejectedError: there is none, or it cannot be read; with the reason.
    """
    name, data = _read(path)
    if len(data) > MAX_STUDY_BYTES:
        raise ImportRejectedError(
            f"{name}: larger than {MAX_STUDY_BYTES // 1_000_000} MB. Export it again "
            "without recordings and pictures; only texts are read."
        )
    with Child() as child:
        found = child.read_study(name, data)
    if isinstance(found, Refusal):
        raise ImportRejectedError(f"{name}: {found.reason}")
    return ForeignFile(name, data, _checked(found))


def _read(path: Path) -> tuple[str, bytes]:
    place = path / _INSIDE if path.is_dir() else path
    try:
        with place.open("rb") as file:
            return path.name, file.read(MAX_STUDY_BYTES + 1)
    except OSError as error:
        told = error.strerror or "no access"
        raise ImportRejectedError(
            f"{path.name}: could not be opened ({told}). Give a .qdpx file, a Taguette "
            "file, or the folder of a QualCoder project."
        ) from None


def _checked(study: ForeignProject) -> ForeignProject:
    """The study with no segment outside its text, whatever the child said."""
    sources, lost = [], 0
    for source in study.sources:
        kept = _inside(source)
        lost += len(source.segments) - len(kept.segments)
        sources.append(kept)
    found = study.findings
    if lost:
        found = (*found, ForeignFinding("segments outside their text", "", lost))
    return replace(study, sources=tuple(sources), findings=found)


def _inside(source: ForeignSource) -> ForeignSource:
    text = "\n".join(turn.text for turn in source.turns)
    segments = tuple(
        each
        for each in source.segments
        if 0 <= each.start < each.end <= len(text)
        and text[each.start : each.end].strip()
    )
    return replace(source, segments=segments)
