"""A passphrase over a packet or what comes back: any browser can open it too.

AES-256-GCM under a key that PBKDF2-HMAC-SHA256 makes of the passphrase: the strongest
pair that every browser has without installing anything.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from workbench.errors import RefusedError

PASSPHRASE_VARIABLE: Final = "WORKBENCH_PACKET_PASSPHRASE"  # noqa: S105 - its name
#: OWASP's figure for PBKDF2-HMAC-SHA256 (2023).
ROUNDS: Final = 600_000
_MOST_ROUNDS: Final = 10_000_000
SHORTEST: Final = 12


def passphrase_from_environment() -> str | None:
    """The passphrase in WORKBENCH_PACKET_PASSPHRASE; None where it is to be asked."""
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def seal(data: bytes, passphrase: str) -> dict[str, Any]:
    """The data, sealed, as plain JSON values.

    Raises:
        RefusedError: the passphrase is too short to protect anything.
    """
    if len(passphrase) < SHORTEST:
        msg = f"the passphrase needs at least {SHORTEST} characters; take a sentence."
        raise RefusedError(msg)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(passphrase, salt, ROUNDS)).encrypt(nonce, data, None)
    return {
        "sealed": "AES-256-GCM, PBKDF2-HMAC-SHA256",
        "rounds": ROUNDS,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "data": base64.b64encode(sealed).decode(),
    }


def unseal(given: dict[str, Any], passphrase: str) -> bytes:
    """The data that was sealed.

    Raises:
        RefusedError: another passphrase, or the file was changed.
    """
    try:
        salt, nonce, data = (
            base64.b64decode(given[name], validate=True)
            for name in ("salt", "nonce", "data")
        )
        rounds = min(max(1, int(given["rounds"])), _MOST_ROUNDS)
        return AESGCM(_key(passphrase, salt, rounds)).decrypt(nonce, data, None)
    except (InvalidTag, KeyError, ValueError, TypeError, binascii.Error):
        msg = (
            "not opened: the passphrase is another one, or the file was changed. "
            "Ask for it again by another way than the file came."
        )
        raise RefusedError(msg) from None


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    kdf = PBKDF2HMAC(hashes.SHA256(), 32, salt, rounds)
    return kdf.derive(passphrase.encode())
