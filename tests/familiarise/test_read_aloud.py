"""What somebody reads aloud is told from what she says."""

from __future__ import annotations

import pytest

from workbench.familiarise.read_aloud import own_words, read_aloud


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I said so.", ["I said so."]),
        ("[reads] Good night. [stops reading] That is him.", [" That is him."]),
        ("Ready? [Reads aloud] A note.", ["Ready? "]),
        (
            "And? [begins reading] One. [ends reading] Yes. [reads] Two.",
            ["And? ", " Yes. "],
        ),
        ("She reads [a lot] and stops reading.", None),
        ("[laughs] I was reading it.", None),
    ],
)
def test_what_stands_between_the_signs_is_not_her_talk(
    text: str, own: list[str] | None
) -> None:
    found = [text[start:end] for start, end in own_words(text)]
    assert found == ([text] if own is None else own)


def test_the_signs_belong_to_what_is_read() -> None:
    text = "Yes. [reads] Good night. [stops reading] No."
    assert [text[a:b] for a, b in read_aloud(text)] == [
        "[reads] Good night. [stops reading]"
    ]
