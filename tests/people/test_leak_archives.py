"""Every part of a zipped file is looked through, or the file is not handed out."""

from __future__ import annotations

import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from workbench.errors import RefusedError
from workbench.people.identity_key import Entry, IdentityKey
from workbench.people.leak_check import FileLeak, check_file

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

JANA = IdentityKey((Entry(1, "C01", "name", "Jana"),))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_parts_of_one_name_both_are_told(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Jana and Jana")
        archive.writestr("a.txt", "nothing")
        archive.writestr("a.txt", "Jana")

    assert check_file(path, JANA) == [FileLeak("a.txt", "C01", 1, 3)]


@pytest.mark.parametrize("flags", [0x01, 0x41])
def test_an_encrypted_part_is_told_from_a_damaged_one(
    tmp_path: Path, flags: int
) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "nothing")
    data = bytearray(path.read_bytes())
    for header, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + place] |= flags
    path.write_bytes(data)

    with pytest.raises(RefusedError, match="encrypted"):
        check_file(path, JANA)


def test_a_part_whose_packing_is_damaged_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "nothing " * 50)
    data = bytearray(path.read_bytes())
    # after the local header (30 bytes and the name) and that of the packing (9)
    data[44:60] = b"\xff" * 16
    path.write_bytes(data)

    with pytest.raises(RefusedError, match="damaged"):
        check_file(path, JANA)


def test_what_is_nested_too_deeply_is_not_called_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "nothing")
    check_file(path, JANA)
    said: set[str] = set()
    depth = 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    limit = sys.getrecursionlimit()
    for more in range(3, 30):
        try:
            sys.setrecursionlimit(depth + more)
            check_file(path, JANA)
        except (RefusedError, RecursionError) as error:
            sys.setrecursionlimit(limit)
            said.add(str(error))
        finally:
            sys.setrecursionlimit(limit)

    assert any("damaged" in each for each in said)
    assert not any("encrypted" in each for each in said)
