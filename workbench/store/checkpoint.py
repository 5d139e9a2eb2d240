"""Signed checkpoints: how far the trail had come, in the hand of a researcher.

A chain alone cannot see that its tail was cut off or that it was written anew from some
point on. A checkpoint kept elsewhere can. It is a C2SP signed note: origin (the
project's UUID), size, Merkle root, and an Ed25519 signature.

Source: C2SP tlog-checkpoint and signed-note.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from workbench.decisions.setting_up import KeyAnnounced, ProjectCreated
from workbench.errors import RefusedError
from workbench.model import Researcher
from workbench.store import trail
from workbench.store.merkle import Tree, leaf
from workbench.store.surroundings import Surroundings, write_private

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

_ED25519: Final = b"\x01"
_KEY_BYTES: Final = 32
_DASH: Final = "\N{EM DASH}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Size and Merkle root of a project's trail, as signed."""

    origin: str
    size: int
    root: bytes
    signer: str
    signature: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def note(self) -> str:
        """The whole signed note."""
        signature = base64.b64encode(self.signature).decode()
        return f"{self.text}\n{_DASH} {self.signer} {signature}\n"

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether the holder of this key signed it."""
        if self.signature[:4] != key_hash(self.signer, public_key):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(
                self.signature[4:], self.text.encode()
            )
        except InvalidSignature:
            return False
        return True


def key_hash(signer: str, public_key: bytes) -> bytes:
    """The four bytes that name a key in a signed note."""
    return hashlib.sha256(signer.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def parse_note(text: str, shown: object) -> Checkpoint:
    """The checkpoint in a signed note.

    Raises:
        RefusedError: the text is not one.
    """
    body, _, signed = text.partition(f"\n\n{_DASH} ")
    try:
        origin, size, root = body.split("\n")
        signer, signature = signed.strip().split(" ")
        return Checkpoint(
            origin,
            int(size),
            base64.b64decode(root, validate=True),
            signer,
            base64.b64decode(signature, validate=True),
        )
    except (ValueError, binascii.Error):
        msg = f"{shown}: not a checkpoint. Give the file that an export wrote."
        raise RefusedError(msg) from None


def private_key(surroundings: Surroundings, researcher: str) -> Ed25519PrivateKey:
    """The researcher's key on this machine; made on first use, 0600, never shared."""
    path = surroundings.config / "keys" / f"{researcher}.key"
    if not path.exists():
        write_private(path, surroundings.random_bytes(32).hex().encode())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii")))


def sign(project: Project, by: str) -> Checkpoint:
    """A checkpoint of the trail as it stands; the key is announced first if it is new.

    It is also kept as what this machine has seen of the project.

    Raises:
        RefusedError: this machine has seen the trail longer, or another one in its
            place; a signature would cover that up.
    """
    announce_key(project, by)
    signed = sign_as_of(project, by, None)
    remember(project.surroundings, place(project), signed.size, signed.root)
    return signed


def announce_key(project: Project, by: str) -> None:
    """The key that this machine signs with for the researcher is on record."""
    key = private_key(project.surroundings, by)
    public = key.public_key().public_bytes_raw().hex()
    known = project.one(Researcher, id=by).public_key
    if known != public:
        project.record(KeyAnnounced(by, known, public), by=by)


def sign_as_of(project: Project, by: str, size: int | None) -> Checkpoint:
    """A checkpoint of the trail's first decisions, or of all; nothing is remembered.

    Raises:
        RefusedError: as `sign`.
    """
    key = private_key(project.surroundings, by)
    tree = tree_of(project, up_to=size)
    _refuse_if_not_the_one_seen(project)
    unsigned = Checkpoint(project.uuid, tree.size, tree.root(), by, b"")
    public = key.public_key().public_bytes_raw()
    signature = key_hash(by, public) + key.sign(unsigned.text.encode())
    return Checkpoint(project.uuid, tree.size, tree.root(), by, signature)


def _refuse_if_not_the_one_seen(project: Project) -> None:
    seen = last_seen(project.surroundings, place(project))
    if seen is None:
        return
    size, root = seen
    tree = tree_of(project, up_to=size)
    if tree.size < size or tree.root() != root:
        msg = (
            f"{project.database.shown}: its trail is not the one this machine saw at "
            f"event {size}, so it is not signed. 'workbench verify' says more. If this "
            "is an older copy on purpose, bring it in with 'workbench restore'."
        )
        raise RefusedError(msg)


def tree_of(project: Project, up_to: int | None = None) -> Tree:
    """The Merkle tree over the project's events."""
    tree = Tree()
    with project.database.reading() as conn:
        for _, body, _ in trail.bodies(conn, up_to=up_to):
            tree.append(body)
    return tree


def leaves_of(project: Project, up_to: int | None = None) -> list[bytes]:
    """Every event of the project as a hashed leaf of its Merkle tree."""
    with project.database.reading() as conn:
        return [leaf(body) for _, body, _ in trail.bodies(conn, up_to=up_to)]


def announced_keys(project: Project) -> dict[str, set[bytes]]:
    """Every public key that a researcher ever announced in the trail, by researcher.

    What cannot be read announces nothing; `verify` names it.
    """
    fields = {ProjectCreated.__name__: "public_key", KeyAnnounced.__name__: "new"}
    found: dict[str, set[bytes]] = {}
    with project.database.reading() as conn:
        for body in trail.bodies_of_kinds(conn, list(fields)):
            try:
                event = trail.parse(body)
                public = bytes.fromhex(event.payload[fields[event.kind]] or "")
                who = event.payload["researcher"]
            except (ValueError, KeyError, TypeError):
                continue
            if len(public) == _KEY_BYTES:
                found.setdefault(who, set()).add(public)
    return found


def beside(path: Path) -> Path:
    """Where the newest checkpoint of a project file lies."""
    return path.with_name(f"{path.stem}.checkpoint")


def lay_beside(project: Project, by: str) -> str | None:
    """A signed checkpoint of the trail lies beside the project's file; its name.

    None for the sample, whose people are invented. For a project on a server nothing is
    laid; this machine remembers what it signed, as it does of a file.

    Raises:
        RefusedError: as `sign`.
        StorageError: there is no room or no permission; what was decided stands.
    """
    path = project.database.path
    if project.study().is_sample:
        return None
    signed = sign(project, by)
    if path is None:
        return None
    note = beside(path)
    write_private(note, signed.note().encode())
    return note.name


def place(project: Project) -> str:
    """Under which name this machine remembers a project: who it is, and where it lies.

    Two copies of one project may go their own ways on one machine, to be merged later;
    each is held to what was seen of it at its own address.
    """
    path = project.database.path
    address = project.database.shown if path is None else str(path.resolve())
    return f"{project.uuid}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def remember(surroundings: Surroundings, name: str, size: int, root: bytes) -> None:
    """This machine has seen the trail at this size, unless it saw it longer."""
    last = last_seen(surroundings, name)
    if last is None or last[0] <= size:
        remember_anew(surroundings, name, size, root)


def remember_anew(
    surroundings: Surroundings, name: str, size: int, root: bytes
) -> None:
    """This size and root are what this machine has seen, whatever it saw before."""
    content = json.dumps({"size": size, "root": root.hex()}).encode()
    write_private(surroundings.config / "seen" / f"{name}.json", content)


def last_seen(surroundings: Surroundings, name: str) -> tuple[int, bytes] | None:
    """The longest trail of this project that this machine has seen."""
    path = surroundings.config / "seen" / f"{name}.json"
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text("ascii"))
        return int(found["size"]), bytes.fromhex(found["root"])
    except (OSError, ValueError, KeyError, TypeError):
        # what cannot be read was not seen; the checkpoints elsewhere still vouch
        return None
