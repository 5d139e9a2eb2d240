"""A project file encrypted at rest: its key, and the two ways to it.

The file is encrypted with a random key of 32 bytes that is never written as it is.
Beside the project lies a key file that holds it twice, sealed with AES-256-GCM under a
key that Argon2id makes of what a person knows: a passphrase she chose, and a recovery
key that is printed once. Without the key file neither opens anything, so it goes
wherever the project is copied.

While a program runs, the keys of opened projects are in its memory and nowhere else.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import (
    EncryptionMissingError,
    KeyFileError,
    LockedProjectError,
    ProjectExistsError,
    WrongPassphraseError,
)
from workbench.store.argon import argon2id
from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN: Final = b"SQLite format 3\x00"
_FORMAT, _PURPOSE = 1, b"workbench project key 1"
#: Argon2id: 64 MiB, three rounds, as RFC 9106 has for a machine with little memory.
_ROUNDS, _LANES, _KIB = 3, 4, 65_536
_SHORTEST: Final = 8
#: Project file -> its key, for as long as this process lives.
_HELD: Final[dict[str, bytes]] = {}


def is_encrypted(path: Path) -> bool:
    """Whether a file that is there begins like no plain project, and has a key file."""
    begin = _beginning(path)
    return bool(begin) and begin != _PLAIN and key_file(path).exists()


def _begins_plain(path: Path) -> bool:
    return _beginning(path) == _PLAIN


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN))
    except OSError:
        return b""


def key_file(path: Path) -> Path:
    """Where the key file of a project lies."""
    return path.with_name(f"{path.name}-key")


def driver() -> Any:  # noqa: ANN401 - the driver has no types
    """The SQLite that encrypts.

    Raises:
        EncryptionMissingError: it is not installed.
    """
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - an extra
    except ImportError:
        raise EncryptionMissingError from None
    return dbapi2


def key_of(path: Path) -> bytes | None:
    """The key of a project that was unlocked in this process.

    Raises:
        LockedProjectError: it is encrypted and was not.
    """
    if _begins_plain(path):
        return None
    held = _HELD.get(_name(path))
    if held is None and is_encrypted(path):
        raise LockedProjectError(path)
    return held


def is_held(path: Path) -> bool:
    """Whether this process has the key of the project that stands there."""
    return _name(path) in _HELD and not _begins_plain(path)


def lock_new(path: Path, passphrase: str) -> str:
    """A project that is about to be made here will be encrypted; its recovery key.

    Raises:
        WrongPassphraseError: the passphrase is too short to protect anything.
        ProjectExistsError: a key file lies there; some study may still need it.
    """
    if key_file(path).exists():
        raise ProjectExistsError(key_file(path))
    key = secrets.token_bytes(32)
    recovery = _lock(path, key, passphrase)
    _HELD[_name(path)] = key
    return recovery


def _lock(path: Path, key: bytes, passphrase: str) -> str:
    if len(passphrase) < _SHORTEST:
        msg = f"a passphrase needs {_SHORTEST} characters at least"
        raise WrongPassphraseError(path, msg)
    recovery = _recovery_key()
    _write(path, key, {"passphrase": passphrase, "recovery": recovery})
    return recovery


def unlock(path: Path, secret: str) -> None:
    """The project can be opened in this process, by passphrase or recovery key.

    Raises:
        WrongPassphraseError: it is neither.
        KeyFileError: the key file is lost or damaged.
    """
    _HELD[_name(path)] = _opened(path, secret)


def change(path: Path, passphrase: str) -> str:
    """Another passphrase opens the project that is unlocked here; its recovery key.

    Raises:
        LockedProjectError: it was not unlocked.
        WrongPassphraseError: the passphrase is too short to protect anything.
    """
    key = _HELD.get(_name(path))
    if key is None:
        raise LockedProjectError(path)
    return _lock(path, key, passphrase)


def carry(source: Path, target: Path) -> None:
    """A copy of an encrypted project opens as its source does."""
    if is_encrypted(source):
        write_private(key_file(target), key_file(source).read_bytes())
        if key := _HELD.get(_name(source)):
            _HELD[_name(target)] = key


def lend(source: Path, target: Path) -> bool:
    """Another file is tried with the key of the source; whether it needed one."""
    key = _HELD.get(_name(source))
    if key is None or not is_encrypted(target) or is_held(target):
        return False
    _HELD[_name(target)] = key
    return True


def take_back(path: Path) -> None:
    """No key is known of the file any more; its key file stays."""
    _HELD.pop(_name(path), None)


def move(source: Path, target: Path) -> None:
    """The key of a project that is about to take a name lies ready under it.

    To be called before the project's file is moved: a plain file beside a key file
    still opens as what it is, an encrypted one without its key file never again. A key
    file of another project that stands there is set aside, not overwritten.
    """
    given, there = key_file(source), key_file(target)
    if not given.exists():
        return
    if there.exists() and not _has_key_of(target, source):
        there.replace(there.with_name(f"{there.name}.{secrets.token_hex(4)}"))
    given.replace(there)
    if _name(source) in _HELD:
        _HELD[_name(target)] = _HELD.pop(_name(source))


def _has_key_of(target: Path, source: Path) -> bool:
    """Whether both are known to be opened by one key."""
    held = _HELD.get(_name(source))
    same = key_file(target).read_bytes() == key_file(source).read_bytes()
    return same or (held is not None and _HELD.get(_name(target)) == held)


def forget(path: Path) -> None:
    """Nothing is known any more of a project that is gone from here."""
    take_back(path)
    key_file(path).unlink(missing_ok=True)


def _name(path: Path) -> str:
    return str(path.absolute())


def _recovery_key() -> str:
    """160 bits in eight groups of four letters and digits, to be written on paper."""
    text = base64.b32encode(secrets.token_bytes(20)).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _stretched(secret: str, salt: bytes) -> bytes:
    return argon2id(secret, salt, passes=_ROUNDS, lanes=_LANES, memory=_KIB)


def _seal(key: bytes, secret: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415
        AESGCM,
    )

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretched(secret, salt)).encrypt(nonce, key, _PURPOSE)
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()}


def _write(path: Path, key: bytes, slots: dict[str, str]) -> None:
    content = {
        "format": _FORMAT,
        "kdf": f"argon2id m={_KIB} t={_ROUNDS} p={_LANES}",
        "slots": {name: _seal(key, secret) for name, secret in slots.items()},
    }
    write_private(key_file(path), json.dumps(content, indent=1).encode())


def _opened(path: Path, secret: str) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415
        AESGCM,
    )

    try:
        content = json.loads(key_file(path).read_bytes())
        slots = content["slots"]
        written = {
            name: tuple(
                bytes.fromhex(slot[part]) for part in ("salt", "nonce", "sealed")
            )
            for name, slot in slots.items()
        }
    except FileNotFoundError:
        raise KeyFileError(key_file(path), "it is not there") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileError(key_file(path), "it is damaged") from None
    groups = secret.upper().replace("-", "").replace(" ", "")
    as_printed = "-".join(groups[at : at + 4] for at in range(0, len(groups), 4))
    for name, (salt, nonce, sealed) in written.items():
        tried = as_printed if name == "recovery" else secret
        try:
            return AESGCM(_stretched(tried, salt)).decrypt(nonce, sealed, _PURPOSE)
        except InvalidTag:
            continue
    raise WrongPassphraseError(path, "neither passphrase nor recovery key fits")
