"""Which project, and who acts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from workbench.errors import LockedProjectError, OlderProjectError, StorageError

if TYPE_CHECKING:
    from workbench.store.project import Project


def open_project(address: str) -> Project:
    """The project, unlocked if encrypted and brought up to date if older."""
    from workbench.store.project import Project

    unlock(address)
    try:
        return Project.open(address)
    except OlderProjectError:
        from workbench.store import copies
        from workbench.store.surroundings import Surroundings

        if address.startswith("postgresql://"):
            kept = copies.bring_server_up_to_date(address, Surroundings())
        else:
            kept = copies.bring_up_to_date(Path(address), Surroundings())
        typer.echo(f"Brought up to date; what was before is kept as {kept}.", err=True)
        return Project.open(address)


def unlock(address: str) -> None:
    """An encrypted project can be opened: the passphrase is asked for, never shown.

    Raises:
        LockedProjectError: there is nobody to ask.
        WrongPassphraseError, KeyFileError: it cannot be.
    """
    from workbench.store import encryption

    path = Path(address)
    if encryption.is_held(path) or not encryption.is_encrypted(path):
        return
    given = os.environ.get("WORKBENCH_PASSPHRASE")
    if given is None and sys.stdin.isatty():
        given = typer.prompt(f"Passphrase of {address}", hide_input=True, err=True)
    if given is None:
        raise LockedProjectError(path)
    encryption.unlock(path, given)


def new_passphrase() -> str:
    """A passphrase that is to be, asked for twice and never shown.

    Exits with 2 where there is nobody to ask.
    """
    given = os.environ.get("WORKBENCH_NEW_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        typer.echo(
            "workbench: no passphrase. Run it in a terminal, or set "
            "WORKBENCH_NEW_PASSPHRASE for this one command.",
            err=True,
        )
        raise typer.Exit(2)
    asked: str = typer.prompt(
        "New passphrase (a sentence is good)",
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    return asked


def acting(project: Project, name: str | None) -> str:
    """The id of the researcher who acts: --as, the environment, or the only one.

    Whoever acts is about to decide something, so the study is looked over first.
    Exits with 2 when it is not clear who acts.
    """
    from workbench.model import Researcher
    from workbench.store import gate
    from workbench.study import find_researcher

    gate.look_once(project)
    given = name or os.environ.get("WORKBENCH_RESEARCHER")
    if given:
        return find_researcher(project, given).id
    everyone = project.read(Researcher)
    if len(everyone) == 1:
        return everyone[0].id
    known = ", ".join(who.name for who in everyone)
    typer.echo(
        f"workbench: who acts? Add --as NAME or set WORKBENCH_RESEARCHER ({known}).",
        err=True,
    )
    raise typer.Exit(2)


def settle(project: Project, by: str) -> None:
    """A signed checkpoint of the trail lies beside the project file.

    What was decided stands whether or not there is room for one.
    """
    from workbench.store import checkpoint, gate

    gate.note_own_writing(project)
    try:
        checkpoint.lay_beside(project, by)
    except StorageError as error:
        typer.echo(
            f"workbench: recorded, but no checkpoint could be signed: {error}", err=True
        )
