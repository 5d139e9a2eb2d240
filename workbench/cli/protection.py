"""Commands that protect a study at rest: encrypt it, change what opens it."""

from __future__ import annotations

from pathlib import Path

import typer

from workbench.cli.acting import new_passphrase, open_project
from workbench.cli.console import Json, ProjectAt, Speaker, speaking


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("encrypt")(encrypt)
    app.command("passphrase")(passphrase)


def encrypt(project: ProjectAt, json_: Json = False) -> None:
    """Encrypt a study that is not; its file keeps its name."""
    with speaking(as_json=json_) as out:
        from workbench.store import backups, copies
        from workbench.store.surroundings import Surroundings

        opened = open_project(project)
        path = _file_of(project)
        recovery = copies.encrypt(path, new_passphrase(), Surroundings())
        backups.begin_anew(open_project(project))
        out.say(f"{project}: encrypted, with {opened.head().seq:,} decisions.")
        tell_recovery(out, path, recovery)
        out.result({"project": project, "key_file": f"{path.name}-key"})


def passphrase(project: ProjectAt, json_: Json = False) -> None:
    """Change the passphrase of an encrypted study; a new recovery key is printed."""
    with speaking(as_json=json_) as out:
        from workbench.store import backups, encryption

        path = _file_of(project)
        opened = open_project(project)
        recovery = encryption.change(path, new_passphrase())
        backups.renew_keys(opened)
        out.say(
            f"{project}: the old passphrase and recovery key open it no more, nor its "
            "backups on this machine. Copies elsewhere have their own key file: there "
            "the old ones still fit."
        )
        tell_recovery(out, path, recovery)
        out.result({"project": project, "key_file": f"{path.name}-key"})


def tell_recovery(out: Speaker, path: Path, recovery: str) -> None:
    """The recovery key is on the screen, once."""
    out.say("")
    out.say(f"Recovery key:  {recovery}")
    out.say("Write it down now and keep it apart from this machine. It opens the")
    out.say("study when the passphrase is forgotten, and is never shown again.")
    out.say(f"The key file {path.name}-key must stay beside the study.")


def _file_of(project: str) -> Path:
    from workbench.errors import RefusedError

    if project.startswith("postgresql://"):
        msg = (
            f"{project}: a project on a server is protected by the server. "
            "Encrypt the disk its data lie on."
        )
        raise RefusedError(msg)
    return Path(project)
