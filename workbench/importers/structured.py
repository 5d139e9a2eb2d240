"""JSON from speech recognisers: Whisper, AssemblyAI, Deepgram and their like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import ImportRejectedError
from workbench.importers.importer import Reading, Utterance
from workbench.importers.parsed import Omission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.importers.source import Source

NAME: Final = "JSON of a speech recogniser"

_LISTS: Final = ("utterances", "segments", "paragraphs", "monologues", "chunks")
_TEXTS: Final = ("text", "transcript", "content")
_SPEAKERS: Final = ("speaker", "speaker_label", "speaker_id", "speaker_name", "name")
_STARTS: Final = ("start", "start_time", "offset", "begin")
_ENDS: Final = ("end", "end_time", "stop")
_WORDS_OF_A_SENTENCE: Final = 4


def identify(source: Source) -> bool:
    """It begins as JSON does and can be read as such."""
    return source.text.lstrip()[:1] in {"{", "["} and _load(source.text) is not None


def read(source: Source) -> Reading:
    """Every segment with speaker and times; other sentences listed."""
    document = _load(source.text)
    segments = _segments(document)
    if not segments:
        raise ImportRejectedError(
            "JSON without a list of segments that have a text. "
            "Export the transcript as captions or plain text instead."
        )
    reading = Reading("whisper-json")
    reading.warnings += source.decoded.warnings
    if isinstance(document, dict) and isinstance(document.get("language"), str):
        reading.language = (
            document["language"] if len(document["language"]) < 9 else None
        )
    factor = _milliseconds_per_unit(segments)
    for number, segment in enumerate(segments, start=1):
        reading.utterances.append(_utterance(segment, f"segment {number}", factor))
    _list_other_sentences(document, reading)
    return reading


def _load(text: str) -> Any:  # noqa: ANN401  # whatever the file holds
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _segments(document: object) -> list[dict[str, Any]]:
    """The list of talk that lies highest, people's turns before machine segments."""
    if isinstance(document, list):
        found = [part for part in document if _is_segment(part)]
        return found if len(found) == len(document) else []
    if not isinstance(document, dict):
        return []
    for name in _LISTS:
        found = _segments(document.get(name))
        if found:
            return found
    inner = (document.get(name) for name in ("results", "result", "transcript", "data"))
    return next((found for part in inner if (found := _segments(part))), [])


def _is_segment(part: object) -> bool:
    return isinstance(part, dict) and isinstance(_first(part, _TEXTS), str)


def _first(segment: dict[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401
    return next((segment[name] for name in names if name in segment), None)


def _milliseconds_per_unit(segments: list[dict[str, Any]]) -> int:
    """Whole numbers are milliseconds where seconds would mean very slow speech."""
    starts = [_first(segment, _STARTS) for segment in segments]
    numbers = [start for start in starts if _is_number(start)]
    if not numbers or any(isinstance(number, float) for number in numbers):
        return 1000
    ends = [end for segment in segments if _is_number(end := _first(segment, _ENDS))]
    words = sum(len(str(_first(segment, _TEXTS)).split()) for segment in segments)
    return 1 if max([*numbers, *ends]) > 10 * max(1, words) else 1000


def _is_number(value: object) -> bool:
    is_real = isinstance(value, int | float) and not isinstance(value, bool)
    return is_real and 0 <= value < 10**9  # type: ignore[operator]


def _utterance(segment: dict[str, Any], where: str, factor: int) -> Utterance:
    speaker = _first(segment, _SPEAKERS)
    is_named = isinstance(speaker, str | int) and not isinstance(speaker, bool)
    start, end = (_first(segment, names) for names in (_STARTS, _ENDS))
    return Utterance(
        str(_first(segment, _TEXTS)),
        where,
        str(speaker) if is_named and str(speaker).strip() else None,
        round(start * factor) if _is_number(start) else None,
        round(end * factor) if _is_number(end) else None,
        is_cue=True,
    )


def _list_other_sentences(document: object, reading: Reading) -> None:
    """Sentences that stand elsewhere and are not the talk over again."""
    squeezed = "".join("".join(u.text.split()) for u in reading.utterances)
    for path, text in _strings(document, "file"):
        is_sentence = len(text.split()) >= _WORDS_OF_A_SENTENCE
        if is_sentence and "".join(text.split()) not in squeezed:
            reading.omissions.append(Omission("other text", path, text))


def _strings(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for number, part in enumerate(value.values(), start=1):
            yield from _strings(part, f"{path}, entry {number}")
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _strings(part, f"{path}, entry {number}")
