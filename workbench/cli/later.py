"""Commands whose parts are still to come; each says so and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.console import ProjectAt, speaking
from workbench.errors import NotYetAvailableError


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("pseudonymise")(pseudonymise)


def pseudonymise(
    project: ProjectAt,  # noqa: ARG001 - part of the command's contract
    key: Annotated[Path, typer.Option("--key")],  # noqa: ARG001
    list_: Annotated[Path | None, typer.Option("--list")] = None,  # noqa: ARG001
    review: Annotated[bool, typer.Option("--review")] = False,  # noqa: ARG001
) -> None:
    """Find names and other identifiers, each decided by a person (not yet here)."""
    with speaking():
        raise NotYetAvailableError("workbench pseudonymise")
