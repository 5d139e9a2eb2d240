"""Where a transcript can name somebody: its turns, and what nobody says aloud.

Speakers' labels, the name of the imported file, and what its import left out: front
matter, headers and footers, comments.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from workbench.familiarise.transcripts import turns_of
from workbench.model import ERASED, Speaker, Transcript, Version
from workbench.people.pseudonym_finder import FILE_NAME, LABEL, REPORT, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.people.pseudonym_sought import Sought
    from workbench.store.project import Project


def texts_of(project: Project) -> list[Text]:
    """Everything that is looked through, of the versions of now."""
    return [
        text
        for transcript in project.rows(Transcript, state="active")
        for text in _texts(project, transcript)
        if text.text != ERASED
    ]


def standing_of(project: Project) -> frozenset[tuple[str, str]]:
    """What changes whenever any of these texts does: versions, and speakers' labels."""
    versions = {t.version: t.id for t in project.rows(Transcript, state="active")}
    labels = (
        (f"{who.version} {who.index}", who.label or "")
        for who in project.rows(Speaker)
        if who.version in versions
    )
    return frozenset([*versions.items(), *labels])


def _texts(project: Project, transcript: Transcript) -> Iterator[Text]:
    own, language = transcript.id, transcript.language
    for turn in turns_of(project, transcript.version):
        yield Text(own, turn.index, turn.text, language)
    for who in project.read(Speaker, version=transcript.version):
        if who.label is not None:
            yield Text(own, who.index, who.label, part=LABEL)
    version = project.read(Version, id=transcript.version)[0]
    yield Text(own, 0, version.file_name, part=FILE_NAME)
    for number, text in enumerate(_left_out(_loaded(version.report))):
        yield Text(own, number, text, language, REPORT)


def report_with(
    report: str, places: Mapping[int, Sequence[tuple[int, int, str]]], sought: Sought
) -> str:
    """The report with what was decided: in its places, and in whatever else it says.

    Args:
        report: as it is kept.
        places: start, end and replacement, by the number of the text in the report.
        sought: everything that was decided.
    """
    told = _loaded(report)
    if not told:
        return report
    given = {
        id(holder): places[number]
        for number, holder in enumerate(_holders(told))
        if number in places
    }

    def put(value: object, around: int, name: str = "") -> object:
        if isinstance(value, str):
            decided = given.get(around, ()) if name in ("text", "title") else ()
            return sought.replaced(value, decided)
        if isinstance(value, list):
            return [put(each, around) for each in value]
        if isinstance(value, dict):
            return {key: put(each, id(value), key) for key, each in value.items()}
        return value

    return json.dumps(put(told, 0), ensure_ascii=False)


def _left_out(told: dict[str, Any]) -> list[str]:
    """The title, and each text that did not become talk."""
    return [
        str(holder.get("title" if number == 0 else "text") or "")
        for number, holder in enumerate(_holders(told))
    ]


def _holders(told: dict[str, Any]) -> list[dict[str, Any]]:
    """What holds each text: the report itself its title, an omission its words."""
    parts = told.get("omissions")
    omissions = parts if isinstance(parts, list) else []
    return [told, *(each for each in omissions if isinstance(each, dict))]


def _loaded(report: str) -> dict[str, Any]:
    try:
        told = json.loads(report)
    except ValueError:  # erased
        return {}
    return told if isinstance(told, dict) else {}
