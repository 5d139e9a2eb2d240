"""`workbench import` for files that hold a whole study of another program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workbench.cli.console import Speaker
    from workbench.store.project import Project


@dataclass(slots=True)
class StudiesTaken:
    """What became of them, as the command's JSON tells it."""

    imported: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    studies: list[dict[str, Any]] = field(default_factory=list)


def split_studies(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files that hold a whole study, and the transcripts."""
    from workbench.importers.foreign_kinds import could_be_foreign

    given = list(paths)
    studies = [path for path in given if could_be_foreign(path.name)]
    return studies, [path for path in given if path not in studies]


def take_over_studies(
    out: Speaker, project: Project, by: str, paths: Iterable[Path]
) -> StudiesTaken:
    """Each study goes on in the project, or is refused with a reason."""
    from workbench.errors import ImportRejectedError
    from workbench.taking_over.report import taken_in_words
    from workbench.taking_over.study import take_over

    done = StudiesTaken()
    for path in paths:
        try:
            taken = take_over(project, by, path)
        except ImportRejectedError as error:
            out.refuse(str(error))
            reason = str(error).removeprefix(f"{path.name}: ")
            done.refused.append({"file": path.name, "reason": reason})
            continue
        told = taken_in_words(taken.taken)
        out.say(f"{taken.file} ({taken.program}): {told or 'nothing new'}.")
        for line in taken.findings:
            out.say(f"  look at: {line}")
        if taken.taken:
            out.say("  What was decided there before is not recorded here.")
        done.imported += [
            {"file": taken.file, "transcript": each, "verdict": "whole"}
            for each in taken.transcripts
        ]
        done.studies.append(
            {
                "file": taken.file,
                "program": taken.program,
                "taken": taken.taken,
                "findings": list(taken.findings),
            }
        )
    return done
