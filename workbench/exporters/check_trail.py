"""Check an audit pack with nothing but Python.

Run it where it lies: python3 check_trail.py. It checks every file against the
manifest, the chain of decisions, the released words, and the checkpoint's signature.
It cannot see whether the holder of the project wrote the whole trail anew before this
pack was made: a checkpoint that somebody else kept can.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACK = HERE.parent.parent
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def check_files() -> list[str]:
    """Every file is there, is the one it was, and no other file is."""
    listed = json.loads((PACK / "manifest.json").read_text("utf-8"))["files"]
    faults = []
    for name, digest in listed.items():
        path = PACK / name
        if not path.is_file():
            faults.append(f"missing: {name}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            faults.append(f"changed: {name}")
    there = {p.relative_to(PACK).as_posix() for p in PACK.rglob("*") if p.is_file()}
    return faults + [
        f"not in the manifest: {n}" for n in sorted(there - {*listed, "manifest.json"})
    ]


def unreadable(lines: list[bytes]) -> list[str]:
    """The first decision that is no longer what a program can read, if there is one."""
    for number, line in enumerate(lines, start=1):
        try:
            json.loads(line)["words"]
        except (ValueError, KeyError, TypeError):
            return [f"BAD  decision {number} was changed: it cannot be read"]
    return []


def check_chain(lines: list[bytes]) -> list[str]:
    """Each decision names the one before it: number, hash, and project."""
    first = json.loads(lines[0])
    before = hashlib.sha256(first["payload"]["project"].encode()).digest()
    for number, line in enumerate(lines, start=1):
        body = json.loads(line)
        if body["seq"] != number or body["prev"] != before.hex():
            return [f"decisions {number - 1} and {number}: one of the two was changed"]
        start = b"\x02" + before + number.to_bytes(8, "big")
        before = hashlib.sha256(start + line).digest()
    return []


def check_words(lines: list[bytes]) -> tuple[int, list[str]]:
    """Each released string is the one that a decision committed to."""
    said = {}
    for line in lines:
        said.update(json.loads(line)["words"])
    faults, count = [], 0
    for row in (HERE / "wording.jsonl").read_text("utf-8").split("\n"):
        if not row:
            continue
        word = json.loads(row)
        key = bytes.fromhex(word["key"])
        found = hmac.new(key, word["text"].encode(), hashlib.sha256).hexdigest()
        count += 1
        if said.get(word["id"]) != found:
            faults.append(f"words {word['id']} are not the ones decided about")
    return count, faults


def tree_root(leaves: list[bytes]) -> bytes:
    """The Merkle root over the decisions (RFC 6962)."""
    hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]

    def root(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        split = 1 << (len(part) - 1).bit_length() - 1
        return hashlib.sha256(
            b"\x01" + root(part[:split]) + root(part[split:])
        ).digest()

    return root(hashes)


def check_checkpoint(lines: list[bytes]) -> list[str]:
    """The checkpoint is about this trail, and signed by a key that it announces."""
    note = (HERE / "checkpoint.txt").read_text("utf-8")
    text, _, signed = note.partition("\n\n\N{EM DASH} ")
    origin, size, root = text.split("\n")[:3]
    faults = []
    if origin != json.loads(lines[0])["payload"]["project"]:
        faults.append("the checkpoint is of another project")
    if int(size) != len(lines) or base64.b64decode(root) != tree_root(lines):
        faults.append("the checkpoint is of another trail")
    signer, packed = signed.strip().split(" ")
    signature = base64.b64decode(packed)
    keys = list(announced(lines, signer))
    if not any(is_signed(key, (text + "\n").encode(), signature[4:]) for key in keys):
        faults.append("no key that the trail announces signed the checkpoint")
    return faults


def announced(lines: list[bytes], signer: str) -> list[bytes]:
    """The public keys of a researcher, as the decisions tell them."""
    fields = {"ProjectCreated": "public_key", "KeyAnnounced": "new"}
    found = []
    for line in lines:
        body = json.loads(line)
        field = fields.get(body["kind"])
        if field and body["payload"]["researcher"] == signer and body["payload"][field]:
            found.append(bytes.fromhex(body["payload"][field]))
    return found


def add(a: Point, b: Point) -> Point:
    """The sum of two points of edwards25519 (RFC 8032, 5.1.4)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * D * a[3] * b[3], 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(count: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            total = add(total, point)
        point, count = add(point, point), count >> 1
    return total


def point_of(packed: bytes) -> Point:
    """The point that 32 bytes stand for (RFC 8032, 5.1.3)."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - squared) % P:
        raise ValueError("no point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the holder of the key signed the text (RFC 8032, 5.1.7)."""
    try:
        public, start = point_of(key), point_of(signature[:32])
    except ValueError:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + key + text).digest()
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left = times(scalar, base)
    right = add(start, times(int.from_bytes(digest, "little") % ORDER, public))
    apart = [(left[at] * right[2] - right[at] * left[2]) % P for at in (0, 1)]
    return scalar < ORDER and not any(apart)


def main() -> int:
    """Say what was checked; 0 where all is well."""
    lines = (HERE / "trail.jsonl").read_bytes().split(b"\n")[:-1]
    if spoilt := unreadable(lines):
        print(*spoilt, *check_files(), sep="\n")
        return 1
    count, wrong_words = check_words(lines)
    checks: list[tuple[str, list[str]]] = [
        ("files against the manifest", check_files()),
        (f"chain of {len(lines)} decisions", check_chain(lines)),
        (f"{count} released strings", wrong_words),
        ("checkpoint and its signature", check_checkpoint(lines)),
    ]
    faults = []
    for what, found in checks:
        print(f"{'ok ' if not found else 'BAD'}  {what}")
        faults += found
    for fault in faults:
        print(f"     {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
