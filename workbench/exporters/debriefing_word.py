"""A debriefer's packet as a Word document: numbered entries to put comments on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.errors import RefusedError
from workbench.exporters.table import Heading, Text
from workbench.exporters.word import document
from workbench.trust.stretches import place
from workbench.trust.word_answers import KINDS_IN_WORDS, entry_line, last_line

#: What became of a challenge of hers.
_SAID: Final = {
    "open": "Not answered yet",
    "accept": "Accepted",
    "in-part": "Accepted in part",
    "keep": "Kept as it is, with a reason",
    "park": "Parked for now",
}

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.table import Block
    from workbench.trust.packet import Packet


def packet_document(packet: Packet) -> bytes:
    """The Word document of a packet.

    Raises:
        RefusedError: the packet is for blind coding, which needs places to point at.
    """
    content = packet.content
    if content["way"].startswith("blind"):
        msg = "blind coding needs the page or the zip; Word cannot hold the places."
        raise RefusedError(msg)
    title = f"{content['study']['title']}: for {content['debriefer']['name']}"
    blocks = [*_opening(content), *_Entries(content).all()]
    blocks.append(Text(last_line(packet), "Aside"))
    return document(title, blocks, "thesis")


def _opening(content: dict[str, Any]) -> Iterator[Block]:
    yield Text(
        "Put a Word comment on anything you want to say something about; each comment "
        "belongs to the numbered entry it stands in. Begin it with a word and a colon "
        f"if one fits: {', '.join(KINDS_IN_WORDS[content['way']])}. Leave the line "
        "under each number and the last line as they are, save, and send it back.",
        "Aside",
    )
    for transcript in content["transcripts"]:
        if transcript["warning"]:
            yield Text(f"Before you read {transcript['id']}: {transcript['warning']}")
    yield Heading("What the study asks")
    for text in content["study"]["questions"]:
        yield Text(text)
    if content["notes"]:
        yield Heading("Notes that the researcher shows you")
    for note in content["notes"]:
        yield Text(note["text"], day=note["written_on"])


class _Entries:
    """What is shown, entry by entry, numbered through."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self._number = 0
        self._codes = {code["id"]: code for code in content.get("codes", ())}
        self._turns = {t["id"]: t for t in content["transcripts"]}
        self._versions = {t["version"]: t for t in content["transcripts"]}

    def all(self) -> Iterator[Block]:
        """Questions, themes, places in their talk, theory, and what came of before."""
        for heading, part, tell in (
            ("What you are asked", "questions", self._question),
            ("Themes", "themes", self._theme),
            ("Code assignments", "segments", self._segment),
            ("Places without a code", "stretches", self._stretch),
            ("Theory", "mappings", self._mapping),
            ("What came of what you said before", "before", self._before),
        ):
            if self._content[part]:
                yield Heading(heading)
            for each in self._content[part]:
                yield from tell(each)

    def _question(self, asked: dict[str, Any]) -> Iterator[Block]:
        yield from self._entry("question", asked["id"], asked["text"])

    def _mapping(self, row: dict[str, Any]) -> Iterator[Block]:
        names = {t["id"]: t["name"] for t in self._content["themes"]}
        where = ", ".join(filter(None, (row["dimension"], row["framework"])))
        yield from self._entry("mapping", row["id"], f"{names[row['theme']]}: {where}")
        said = (row["relation"], row["polarity"], row["target"])
        yield Text(f"{'; '.join(filter(None, said))}.", "Aside")
        yield Text(row["rationale"] or "No argument is written.")

    def _stretch(self, name: str) -> Iterator[Block]:
        where = place(name)
        transcript = self._versions[where.version]
        yield from self._entry("stretch", name, transcript["id"])
        yield from self._talk(transcript, where.start, where.end)

    def _before(self, said: dict[str, Any]) -> Iterator[Block]:
        yield from self._entry("challenge", said["id"], _SAID[said["state"]])
        yield Text(said["text"])
        for given in said["answers"]:
            if given["text"]:
                yield Text(f"The answer: {given['text']}")
        for done in said["changes"]:
            yield Text(f"Done: {done}")
        if said["outcome"]:
            yield Text(f"You said before: {said['outcome']}.", "Aside")
        elif said["state"] != "open":
            yield Text("Comment 'agreed', or 'still disagree' and why.", "Aside")

    def _entry(self, kind: str, name: str, told: str) -> Iterator[Block]:
        self._number += 1
        yield Heading(f"{self._number}. {told}", 2)
        yield Text(entry_line(kind, name), "Entry")

    def _theme(self, theme: dict[str, Any]) -> Iterator[Block]:
        yield from self._entry("theme", theme["id"], theme["name"])
        concept = theme["central_concept"]
        yield Text(
            f"The idea: {concept}"
            if concept
            else "No central organising concept is written yet."
        )
        if theme["definition"]:
            yield Text(f"Defined: {theme['definition']}")
        if theme["is_not"]:
            yield Text(f"It is not: {theme['is_not']}")
        names = [self._codes[code]["name"] for code in theme["codes"]]
        yield Text(f"Codes: {', '.join(names) or 'none yet'}")

    def _segment(self, segment: dict[str, Any]) -> Iterator[Block]:
        code = self._codes.get(segment["code"])
        name = code["name"] if code else segment["code"]
        transcript = self._turns[segment["transcript"]]
        told = f"{name} ({segment['transcript']})"
        yield from self._entry("segment", segment["id"], told)
        if code and code["definition"]:
            yield Text(f"{name}: {code['definition']}")
        yield from self._talk(transcript, segment["start"], segment["end"])

    def _talk(
        self, transcript: dict[str, Any], start: int, end: int
    ) -> Iterator[Block]:
        """The place in brackets, within its turn and the one before."""
        turns = transcript["turns"]
        hits = [
            at for at, t in enumerate(turns) if t["start"] < end and start < t["end"]
        ]
        if not hits:
            return
        for at in range(max(0, hits[0] - 1), hits[-1] + 1):
            turn = turns[at]
            text = turn["text"]
            if at in hits:
                a, b = max(0, start - turn["start"]), end - turn["start"]
                text = f"{text[:a]}\u27e6{text[a:b]}\u27e7{text[b:]}"
            yield Text(f"{turn['who']}: {text}")
