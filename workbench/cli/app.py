"""The command's root: its parts by phase, and `--version`."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench import __version__
from workbench.cli import (
    analysis,
    debriefing,
    leaving,
    material,
    member_checking,
    protection,
    pseudonymise,
    setting_up,
    trust,
)
from workbench.store import scratch
from workbench.store.surroundings import config_folder

app = typer.Typer(
    name="workbench",
    help="Thematic analysis of interviews, with a decision trail that can be verified.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for part in (
    setting_up,
    protection,
    material,
    analysis,
    leaving,
    trust,
    debriefing,
    member_checking,
    pseudonymise,
):
    part.add_to(app)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"workbench {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Thematic analysis of interviews, with a decision trail that can be verified."""


def main() -> None:
    """Run the `workbench` command; what a killed one left half-made is gone first."""
    scratch.sweep(config_folder())
    app()
