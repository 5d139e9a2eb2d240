"""The study as a REFI-QDA project (.qdpx) that other programs open.

It follows the official schema and what programs make of it in truth: names of codes
that are unique, themes as headings and as sets, one selection for each coder and code,
memos as files, attributes at cases and at texts, code points, no byte order mark.
docs/refi-qda.md says what is carried and what is not.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from lxml import etree

from workbench import __version__
from workbench.exporters.characters import for_xml
from workbench.exporters.determinism import fixed_zip
from workbench.exporters.qdpx_people import PeopleOut
from workbench.exporters.qdpx_text import LabelledText, labels_of
from workbench.exporters.quoting import Quotes
from workbench.exporters.refi_codes import CodeTree, Names
from workbench.familiarise.field_notes import FIELD_NOTE, opened
from workbench.importers import refi_names
from workbench.model import (
    CodedSegment,
    Memo,
    Researcher,
    ResearchQuestion,
    Speaker,
    Transcript,
    Turn,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workbench.exporters.reading import Moment
    from workbench.model import FieldNote

_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
LF, CRLF = "lf", "crlf"
#: Ends of lines that can be asked for.
LINE_ENDS: Final = (LF, CRLF)


def qdpx(moment: Moment, line_ends: str = LF) -> bytes:
    """The project file: project.qde, and the texts beside it in sources/."""
    return QdpxFile(moment, line_ends).data()


class QdpxFile:
    """One project on its way out, and what the format cannot hold of it."""

    def __init__(self, moment: Moment, line_ends: str = LF) -> None:
        self._moment = moment
        self._crlf = line_ends == CRLF
        self._names = Names(_NAMESPACE, uuid.UUID(moment.uuid))
        self.tree = CodeTree(moment, self._names)
        self.transcripts = moment.read(Transcript, state="active")
        segments = moment.read(CodedSegment, state="active")
        #: Field notes that were opened for coding: texts of their own, named so.
        self.field_notes = opened(moment)
        versions = {each.id: each.version for each in self.transcripts}
        versions |= {str(n.source): str(n.version) for n in self.field_notes}
        self.segments = [
            each
            for each in segments
            if versions.get(each.transcript) == each.version
            and each.anchor != "lost"
            and each.code in self.tree.codes
        ]
        self._by_transcript: dict[str, list[CodedSegment]] = {}
        for segment in self.segments:
            self._by_transcript.setdefault(segment.transcript, []).append(segment)
        #: Coded segments whose words, transcript or code are no longer there.
        self.without_place = len(segments) - len(self.segments)
        self.quotes = Quotes.of_versions(moment, set(versions.values()))
        memos = moment.read(Memo)
        self.memos = [memo for memo in memos if memo.visibility != "private"]
        #: Memos that only their writers may read.
        self.private_memos = len(memos) - len(self.memos)
        self.people = PeopleOut(moment, self._names, self.transcripts)
        self._texts: dict[str, bytes] = {}
        self._by_thing: dict[str | None, list[Memo]] = {}
        for memo in self.memos:
            self._by_thing.setdefault(memo.about, []).append(memo)
        #: Turns that consent does not let out, over all transcripts.
        self.hidden_turns = 0
        #: Transcripts whose turns cannot be told apart again for certain.
        self.blurred: list[str] = []
        transcripts = {each.id for each in self.transcripts}
        #: Memos on participants: a case refers to no memo, so they name it.
        self._on_people = {
            memo.id: memo.about
            for memo in self.memos
            if memo.about in self.people.people and memo.about not in transcripts
        }
        self._root = self._project()

    def data(self) -> bytes:
        """The file's bytes; the same for the same moment."""
        qde = etree.tostring(
            self._root, xml_declaration=True, encoding="utf-8", pretty_print=True
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("project.qde", qde)
            for name, text in self._texts.items():
                archive.writestr(f"sources/{name}", text)
        return fixed_zip(out.getvalue())

    # --- the parts, in the order of the schema ---------------------------------------

    def _project(self) -> _Element:
        study, names = self._moment.study(), self._names
        lead = self._moment.read(Researcher)[0]
        root = etree.Element(
            f"{{{_NAMESPACE}}}Project",
            nsmap={None: _NAMESPACE},  # type: ignore[dict-item]  # the stubs know no default
        )
        for name, value in (
            ("name", study.title),
            ("origin", f"{refi_names.ORIGIN} {__version__}"),
            ("creatingUserGUID", names.guid("researcher", lead.id)),
            ("creationDateTime", study.created_at),
        ):
            root.set(name, for_xml(value))
        users = names.add(root, "Users")
        for who in self._moment.read(Researcher):
            guid = names.guid("researcher", who.id)
            names.add(users, "User", guid=guid, name=who.name)
        if self.tree.codes or self.tree.themes:
            book = names.add(root, "CodeBook")
            self.tree.write_tree(names.add(book, "Codes"), self._refer)
        self.people.write_variables(root)
        self.people.write_cases(root, self._told_of_people())
        if self.transcripts or self.field_notes:
            sources = names.add(root, "Sources")
            for transcript in self.transcripts:
                self._source(sources, transcript)
            for note in self.field_notes:
                self._field_note(sources, note)
        notes = self._notes(root)
        if self.tree.themes:
            self.tree.write_sets(names.add(root, "Sets"), "targetGUID")
        asked = self._moment.read(ResearchQuestion, state="asked")
        told = "\n".join(f"Research question: {each.text}" for each in asked)
        names.add_text(root, "Description", told)
        for memo in notes:
            names.add(root, "NoteRef", targetGUID=names.guid("memo", memo.id))
        return root

    def _told_of_people(self) -> dict[str, str]:
        """What memos say of each participant, as one text."""
        told: dict[str, list[str]] = {}
        for memo in self.memos:
            person = self._on_people.get(memo.id)
            if person is not None:
                told.setdefault(person, []).append(memo.text)
        return {person: "\n\n".join(texts) for person, texts in told.items()}

    def _refer(self, element: _Element, thing: str) -> None:
        for memo in self._by_thing.get(thing, []):
            guid = self._names.guid("memo", memo.id)
            self._names.add(element, "NoteRef", targetGUID=guid)

    def _notes(self, root: _Element) -> list[Memo]:
        """Every memo as a file; those that nothing in the file refers to."""
        if not self.memos:
            return []
        notes = self._names.add(root, "Notes")
        for memo in self.memos:
            guid = self._names.guid("memo", memo.id)
            self._texts[f"{guid}.txt"] = self._encoded(memo.text)
            self._names.add(
                notes,
                "Note",
                guid=guid,
                name=refi_names.memo_name(
                    memo.kind, memo.at, self._on_people.get(memo.id)
                ),
                plainTextPath=f"internal://{guid}.txt",
                creatingUser=self._names.guid("researcher", memo.by),
                creationDateTime=memo.at,
            )
        known = {
            *self.tree.codes,
            *self.tree.themes,
            *(each.id for each in self.segments),
            *(each.id for each in self.transcripts),
        }
        return [memo for memo in self.memos if memo.about not in known]

    def _encoded(self, text: str) -> bytes:
        if self._crlf:
            text = text.replace("\n", "\r\n")
        return text.encode()

    def _source(self, sources: _Element, transcript: Transcript) -> None:
        moment, names = self._moment, self._names
        turns = moment.read(Turn, version=transcript.version)
        speakers = moment.read(Speaker, version=transcript.version)
        hidden = {t.index for t in turns if self.quotes.mark_of_turn(t) is not None}
        self.hidden_turns += len(hidden)
        text = LabelledText(turns, labels_of(speakers), hidden)
        if not text.keeps_turns:
            self.blurred.append(transcript.id)
        guid = names.guid("transcript", transcript.id)
        self._texts[f"{guid}.txt"] = self._encoded(text.text)
        element = names.add(
            sources,
            "TextSource",
            guid=guid,
            name=f"{transcript.id}.txt",
            plainTextPath=f"internal://{guid}.txt",
            creationDateTime=transcript.imported_at,
        )
        breaks = _Breaks(text.text if self._crlf else "")
        for segment in self._by_transcript.get(transcript.id, []):
            start, end = text.place(segment.start, segment.end)
            self._selection(element, segment, breaks.at(start), breaks.at(end))
        self._refer(element, transcript.id)
        self.people.write_values(element, transcript)

    def _field_note(self, sources: _Element, note: FieldNote) -> None:
        turns = self._moment.read(Turn, version=note.version)
        hidden = {t.index for t in turns if self.quotes.mark_of_turn(t) is not None}
        self.hidden_turns += len(hidden)
        text = LabelledText(turns, {}, hidden)
        source = str(note.source)
        guid = self._names.guid("field note", note.id)
        self._texts[f"{guid}.txt"] = self._encoded(text.text)
        element = self._names.add(
            sources,
            "TextSource",
            guid=guid,
            name=f"{source} ({FIELD_NOTE}).txt",
            plainTextPath=f"internal://{guid}.txt",
            creationDateTime=note.at,
        )
        on = f" on {note.transcript}" if note.transcript else ""
        told = f"Field note{on}: a researcher's own words, nobody's talk."
        self._names.add_text(element, "Description", told)
        breaks = _Breaks(text.text if self._crlf else "")
        for segment in self._by_transcript.get(source, []):
            start, end = text.place(segment.start, segment.end)
            self._selection(element, segment, breaks.at(start), breaks.at(end))

    def _selection(
        self, source: _Element, segment: CodedSegment, start: int, end: int
    ) -> None:
        """One selection for one coder and one code: others share memo and coder."""
        names = self._names
        who = names.guid("researcher", segment.by)
        selection = names.add(
            source,
            "PlainTextSelection",
            guid=names.guid("selection", segment.id),
            startPosition=str(start),
            endPosition=str(end),
            creatingUser=who,
            creationDateTime=segment.at,
        )
        memos = self._by_thing.get(segment.id, [])
        qualities = {
            label: getattr(segment, field)
            for field, label in refi_names.SEGMENT.items()
        }
        told = refi_names.labelled(memos[0].text if memos else "", qualities)
        names.add_text(selection, "Description", told)
        coding = names.add(
            selection,
            "Coding",
            guid=names.guid("coding", segment.id),
            creatingUser=who,
            creationDateTime=segment.at,
        )
        code = names.guid("code", segment.code)
        names.add(coding, "CodeRef", targetGUID=code)
        self._refer(coding, segment.id)


class _Breaks:
    """Offsets in a text whose line ends become two characters each."""

    def __init__(self, text: str) -> None:
        self._at = [place for place, letter in enumerate(text) if letter == "\n"]

    def at(self, offset: int) -> int:
        """The offset, counted with the carriage returns before it."""
        return offset + bisect_left(self._at, offset)
