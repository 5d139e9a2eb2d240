"""Names are found in every writing of their letters, numbers as they are dialled."""

from __future__ import annotations

import unicodedata

import pytest

from workbench.people.identity_key import Entry, IdentityKey
from workbench.people.leak_finder import find_leaks


def key_of(text: str, kind: str = "name") -> IdentityKey:
    return IdentityKey((Entry(1, "C01", kind, text),))


def found_in(text: str, key: IdentityKey) -> list[str]:
    return [text[leak.start : leak.end] for leak in find_leaks(text, key)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        # with a joiner that is not seen, as Persian is typed
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("علی\u200cرضا", "علیرضا"),
        ("علیرضا", "علی\u200cرضا"),
        # in pieces, as some systems write names of files
        ("김영수", unicodedata.normalize("NFD", "김영수")),
        ("ダイキ", unicodedata.normalize("NFD", "ダイキ")),
        ("آرش", unicodedata.normalize("NFD", "آرش")),
        (unicodedata.normalize("NFD", "آرش"), "آرش"),
        # with vowels, at half the width, and in shapes taken from a printed page
        ("דוד", "דָּוִד"),
        ("דָּוִד", "דוד"),
        ("ダイキ", "\uff80\uff9e\uff72\uff77"),
        ("محمد", "\ufee3\ufea4\ufee4\ufeaa"),
    ],
)
@pytest.mark.parametrize("hung_on", ["", "와"])
def test_a_name_without_capitals_is_found_however_its_letters_are_written(
    name: str, written: str, hung_on: str
) -> None:
    text = f"(\u00a0… {written}{hung_on} …"

    assert found_in(text, key_of(name)) == [written]


def test_a_name_without_capitals_is_found_without_its_sound_marks() -> None:
    assert found_in("昨日 たいき が", key_of("だいき")) == ["たいき"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("כהן בא, ואחר כך דוד כהן", ["כהן", "דוד כהן"]),
        ("לכהן ולדוד כהן ולכהן", ["כהן", "דוד כהן", "כהן"]),
        ("דוד כהן, דוד", ["דוד כהן", "דוד"]),
    ],
)
def test_a_part_of_a_name_is_found_before_the_whole_name_as_well(
    text: str, places: list[str]
) -> None:
    assert found_in(text, key_of("דוד כהן")) == places


@pytest.mark.parametrize(
    "known",
    ["+44 7700 900123", "0044 7700 900123", "07700 900123", "+44 (0)7700 900123"],
)
@pytest.mark.parametrize(
    "written",
    ["44 7700 900123", "0044 7700 900123", "07700 900 123", "44 (0)7700 900123"],
)
def test_a_number_is_found_as_it_is_dialled_at_home_and_abroad(
    known: str, written: str
) -> None:
    key = key_of(known, kind="other")

    assert found_in(f"call {written} after six", key) == [written]
    assert found_in("call 07700 900 124 after six", key) == []


def test_a_short_number_keeps_its_zeros() -> None:
    key = key_of("000123", kind="other")

    assert found_in("file 000123, not 777 123 777", key) == ["000123"]
