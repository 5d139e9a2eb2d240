"""The door through which everything leaves the study.

Each export is written whole or not at all, is recorded as a copy outside the project,
and is refused when it would quote what a transcript does not say.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.decisions.decision import Words
from workbench.decisions.writing_up import CopyMade
from workbench.errors import (
    OutputExistsError,
    RefusedError,
    StorageError,
    UnknownObjectError,
    UnsoundProjectError,
)
from workbench.exporters import catalogue, folders
from workbench.exporters.analysis import Analysis
from workbench.exporters.catalogue import Exporter, Request
from workbench.exporters.reading import moment
from workbench.exporters.table import STYLES
from workbench.store import checkpoint, gate, scratch
from workbench.store.surroundings import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

EXPORTS: Final[Mapping[str, Exporter]] = catalogue.EXPORTS


def export(  # noqa: PLR0913 - the command line's contract
    project: Project,
    by: str,
    kind: str,
    out: Path,
    *,
    style: str = "thesis",
    counts: bool | None = None,
    at: int | None = None,
    force: bool = False,
    key: IdentityKey | None = None,
    line_ends: str = "lf",
    say: Callable[[str], object] = str,
) -> list[Path]:
    """A record of the study stands at `out`, and the trail says that it left.

    Args:
        project: the study.
        by: the researcher's id.
        kind: one of `EXPORTS`.
        out: where to; its suffix says in which format.
        style: the house style of tables: jmir, bmj-open, apa or thesis.
        counts: whether tables show numbers of participants; None as the study has it.
        at: the number of the last decision that counts; None for all.
        force: whether files at `out` are replaced.
        key: the identity key, outside the project; no string of it may leave.
        line_ends: how lines end in the texts of a project file, lf or crlf.
        say: is told what is being made, where that takes a while.

    Returns:
        Every file written.

    Raises:
        RefusedError, UnknownObjectError, NotAllowedError, OutputExistsError,
        IdentityLeakError, UnsoundProjectError, StorageError; nothing is written then.
    """
    study.require(project, by, study.EXPORT)
    _require_sound(project, at)
    exporter = _exporter(kind, out, style)
    paths = exporter.paths(out)
    _refuse_existing(paths, force=force)
    if exporter.is_signed:
        checkpoint.announce_key(project, by)
    with moment(project, at) as seen:
        shown = seen.is_on("counts") if counts is None else counts
        note = ""
        if exporter.is_signed:
            note = checkpoint.sign_as_of(project, by, seen.at).note()
        request = Request(out.suffix.lower(), style, shown, line_ends, note, say)
        contents = exporter.make(seen, request)
        copy = CopyMade(project.new_id("x"), kind, Words(out.name), seen.at)
    with _staged(paths, contents, project.surroundings) as ready:
        if key is not None:
            from workbench.people.leak_check import refuse_leaks  # noqa: PLC0415

            refuse_leaks(ready, key)
        # before the files take their places: a copy that is on record and did not
        # leave does no harm, one that left and is not on record would
        project.record(copy, by=by)
    return paths


def _require_sound(project: Project, at: int | None) -> None:
    """The study was looked over and no check failed.

    Raises:
        RefusedError: quotes differ from their transcripts; all are listed by id.
        UnsoundProjectError: another check failed.
    """
    try:
        gate.require_sound(project)
    except UnsoundProjectError:
        if "quotes" in gate.failed_checks(project):
            with moment(project, at) as seen:
                analysis = Analysis.of(seen)
                analysis.quotes.check(
                    ((analysis.extract_ids_of(segment) or [segment.id])[0], segment)
                    for segment in analysis.segments
                )
        raise


def _exporter(kind: str, out: Path, style: str) -> Exporter:
    if style not in STYLES:
        hint = f"Choose one of {', '.join(STYLES)}."
        raise UnknownObjectError("style", style, hint)
    exporter = EXPORTS.get(kind)
    if exporter is None:
        known = ", ".join(EXPORTS)
        raise UnknownObjectError("kind of export", kind, f"Known: {known}.")
    if out.suffix.lower() not in exporter.suffixes:
        can = ", ".join(exporter.suffixes)
        msg = f"{out}: {kind} is written as {can}. Give OUT one of these endings."
        raise RefusedError(msg)
    return exporter


def _refuse_existing(paths: list[Path], *, force: bool) -> None:
    if paths[0].suffix == catalogue.FOLDER:
        folders.refuse_existing(paths[0], force=force)
        return
    if len(set(paths)) < len(paths):
        msg = f"{paths[0]}: that name is needed for the file beside it. Choose another."
        raise RefusedError(msg)
    for path in paths:
        if not path.parent.is_dir():
            raise StorageError(path, "there is no such folder")
        if path.is_dir():
            raise StorageError(path, "it is a folder")
        if path.exists() and not force:
            raise OutputExistsError(path)


def _staged(
    paths: Sequence[Path], contents: Sequence[bytes], surroundings: Surroundings
) -> AbstractContextManager[list[Path]]:
    """What is to leave lies ready beside its places; afterwards in them."""
    if paths[0].suffix == catalogue.FOLDER:
        return folders.staged(paths[0], contents[0], surroundings)
    return _staged_files(dict(zip(paths, contents, strict=True)), surroundings)


@contextmanager
def _staged_files(
    files: Mapping[Path, bytes], surroundings: Surroundings
) -> Iterator[list[Path]]:
    """The files lie ready in a folder beside their places; afterwards in them.

    Raises:
        StorageError: the disk refused; nothing half-written is left.
    """
    with scratch.folder(surroundings, beside=next(iter(files))) as folder:
        ready = {path: folder / path.name for path in files}
        for path, data in files.items():
            with ready[path].open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        yield list(ready.values())
        for path, beside in ready.items():
            beside.replace(path)
        sync_folder(next(iter(files)).parent)
