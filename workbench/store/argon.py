"""A key from a passphrase: Argon2id, so that guessing is slow (RFC 9106)."""

from __future__ import annotations

from threading import Lock
from typing import Final

from workbench.errors import RefusedError

#: Two at once in one process wait for each other for ever: both lay claim to the
#: threads in which OpenSSL computes the lanes.
_ONE_AT_A_TIME: Final = Lock()


def argon2id(
    secret: str, salt: bytes, *, passes: int, lanes: int, memory: int
) -> bytes:
    """A key of 32 bytes.

    Args:
        secret: what a person typed.
        salt: by chance, stored beside what the key opens.
        passes: over the memory.
        lanes: that could be computed at once.
        memory: KiB.

    Raises:
        RefusedError: this build of the package cryptography has no Argon2id.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.argon2 import (  # noqa: PLC0415 - slow
        Argon2id,
    )

    try:
        kdf = Argon2id(
            salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory
        )
    except UnsupportedAlgorithm:
        msg = (
            "this build of the package 'cryptography' has no Argon2id. "
            "Install the one from PyPI: pip install --force-reinstall cryptography"
        )
        raise RefusedError(msg) from None
    with _ONE_AT_A_TIME:
        return kdf.derive(secret.encode())
