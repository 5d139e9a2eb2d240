"""Commands whose parts are still to come; each says so and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import ProjectAt, speaking
from workbench.errors import NotYetAvailableError

Rest = Annotated[list[str] | None, typer.Argument(metavar="packet|import|list ...")]


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("pseudonymise")(pseudonymise)
    app.command("member-check")(member_check)
    app.command("check-manuscript")(check_manuscript)


def pseudonymise(
    project: ProjectAt,  # noqa: ARG001 - part of the command's contract
    key: Annotated[Path, typer.Option("--key")],  # noqa: ARG001
    list_: Annotated[Path | None, typer.Option("--list")] = None,  # noqa: ARG001
    review: Annotated[bool, typer.Option("--review")] = False,  # noqa: ARG001
) -> None:
    """Find names and other identifiers, each decided by a person (not yet here)."""
    with speaking():
        raise NotYetAvailableError("workbench pseudonymise")


def member_check(rest: Rest = None) -> None:  # noqa: ARG001 - part of the contract
    """Packets for participants, and what they say (not yet here)."""
    with speaking():
        raise NotYetAvailableError("workbench member-check")


def check_manuscript(
    project: ProjectAt,  # noqa: ARG001 - part of the command's contract
    draft: Annotated[Path, typer.Argument(metavar="DRAFT.docx")],  # noqa: ARG001
) -> None:
    """Check every quotation of a draft against the study (not yet here)."""
    with speaking():
        raise NotYetAvailableError("workbench check-manuscript")
