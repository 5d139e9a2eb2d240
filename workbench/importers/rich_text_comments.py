"""Comments of Rich Text: marks around the passage, the note itself after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from workbench.importers.parsed import CONTEXT, Comment

#: Groups whose text is a number or a name rather than anybody's words.
MARKS: Final = frozenset([b"atrfstart", b"atrfend", b"atnref", b"atnauthor"])


@dataclass(slots=True)
class RichTextComments:
    """What is known of the comments while the file is read."""

    comments: list[Comment] = field(default_factory=list)
    #: All talk so far, piece by piece: what marks point into.
    talk: list[str] = field(default_factory=list)
    _mark: list[str] = field(default_factory=list)
    _note: list[str] = field(default_factory=list)
    _starts: dict[str, int] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)
    _reference: str = ""
    _author: str | None = None

    def say(self, goes_to: str, text: str) -> None:
        """Take a piece of a mark or of a note."""
        (self._note if goes_to == "comment" else self._mark).append(text)

    def close(self, group: str, where: str) -> None:
        """A mark, or a note, is complete."""
        if group == "comment":
            self._close_note(where)
            return
        name = "".join(self._mark).strip()
        self._mark.clear()
        if group == "atrfstart":
            self._starts[name] = len(self.talk)
        elif group == "atrfend":
            self._ends[name] = len(self.talk)
        elif group == "atnref":
            self._reference = name
        else:
            self._author = name or None

    def _close_note(self, where: str) -> None:
        text = "".join(self._note).strip()
        start = self._starts.get(self._reference, len(self.talk))
        end = self._ends.get(self._reference, len(self.talk))
        quote = "".join(self.talk[start:end]).strip()
        before = "".join(self.talk[:start]).rpartition("\n")[2][-CONTEXT:]
        if text:
            self.comments.append(
                Comment(text, quote or None, where, before, self._author)
            )
        self._note.clear()
        self._reference, self._author = "", None
