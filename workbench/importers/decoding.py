"""Bytes to text: by mark, by strict UTF-8, else by a choice that is said aloud.

A wrong guess is worse than a question: detectors read French cp1252 as mac_latin2.
No Unicode normalisation, ever: offsets and quotes must mean the file's own characters.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.notices import Code, warning
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.parsed import ParsedWarning

# UTF-32's mark begins with UTF-16's, so it is tried first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FALLBACK: Final = "cp1252"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")
_PAIRS: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_WHOLE_FILE: Final = "whole file"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with LF line ends, and what was decided on the way."""

    text: str
    warnings: Sequence[ParsedWarning]


def decode(data: bytes, chosen: str | None = None) -> Decoded:
    """Text of these bytes; whatever was not certain is among the warnings.

    Raises:
        ImportRejectedError: the chosen encoding does not fit, or this is no text.
    """
    text, warnings = _decode(data, chosen)
    return Decoded(unify_newlines(text, warnings), warnings)


def decode_keeping_returns(data: bytes) -> tuple[str, bool]:
    """Text of these bytes with its own line ends, and whether a mark stood before it.

    For files in which somebody has counted characters already.
    """
    text, _ = _decode(data, None)
    return text, any(data.startswith(mark) for mark, _ in _MARKS)


def _decode(data: bytes, chosen: str | None) -> tuple[str, list[ParsedWarning]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            told = warning(
                Code.BOM, _WHOLE_FILE, f"a mark says {encoding}; the mark was removed"
            )
            return _strictly(data[len(mark) :], encoding), [told]
    if chosen:
        told = warning(Code.ENCODING_CHOSEN, _WHOLE_FILE, f"read as {chosen}, as asked")
        return _strictly(data, chosen), [told]
    wide = _wide_encoding(data)
    if wide:
        return _strictly(data, wide), [_guessed(wide)]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return data.decode(_FALLBACK, "replace"), [_guessed(_FALLBACK)]


def _guessed(encoding: str) -> ParsedWarning:
    return warning(
        Code.ENCODING_GUESSED,
        _WHOLE_FILE,
        f"not UTF-8; read as {encoding}. Look at accented letters in the preview "
        "and choose another encoding if they are wrong",
    )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass" if "16" in encoding else "strict")
    except LookupError:
        raise ImportRejectedError(
            f"no encoding is called '{encoding}'. Try utf-8, cp1252 or utf-16."
        ) from None
    except UnicodeDecodeError as error:
        raise ImportRejectedError(
            f"not {encoding}: the bytes at {error.start} do not fit. "
            "Choose another encoding, or save the file again as UTF-8."
        ) from None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark shows as NULs in every other place."""
    sample = data[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def looks_binary(data: bytes) -> bool:
    """Too many control bytes for anything a person typed."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or _wide_encoding(data):
        return False
    sample = data[:8192]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a" for byte in sample)
    return controls > max(8, len(sample) // 20)


def unify_newlines(text: str, warnings: list[ParsedWarning] | None = None) -> str:
    """CRLF and CR become LF; a mixture of line ends is said."""
    pairs = text.count("\r\n")
    kinds = (pairs, text.count("\r") - pairs, text.count("\n") - pairs)
    if warnings is not None and sum(count > 0 for count in kinds) > 1:
        told = f"{kinds[0]} CRLF, {kinds[1]} CR and {kinds[2]} LF line ends"
        warnings.append(warning(Code.MIXED_NEWLINES, _WHOLE_FILE, told))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> tuple[str, int, int]:
    """Storable text, with the number of controls and of lone surrogates replaced.

    Surrogate pairs are joined; controls but TAB and LF, and surrogates left alone,
    become U+FFFD, which has the same length: no offset moves.
    """
    if text.isascii() and text.isprintable():
        return text, 0, 0
    text = _PAIRS.sub(_join_pair, unify_newlines(text))
    text, controls = _CONTROLS.subn(_REPLACEMENT, text)
    text, surrogates = _SURROGATES.subn(_REPLACEMENT, text)
    return text, controls, surrogates


def _join_pair(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def cleaning_warnings(controls: int, surrogates: int) -> list[ParsedWarning]:
    """What `clean` replaced, said once for the whole file."""
    told = []
    if controls:
        message = f"{counted(controls, 'control character')} replaced by U+FFFD"
        told.append(warning(Code.CONTROL_CHARACTERS, _WHOLE_FILE, message))
    if surrogates:
        message = f"{counted(surrogates, 'lone surrogate')} replaced by U+FFFD"
        told.append(warning(Code.LONE_SURROGATES, _WHOLE_FILE, message))
    return told
