"""Comments that came with a file become codes or memos, as the researcher asks.

A short comment on a passage is a code with that name, given to the passage; several in
one comment stand on lines of their own or between semicolons. Whatever is too long for
a name, or stands on no passage that can be found, becomes a memo about the transcript.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.coding.codes import code_list, fold
from workbench.coding.segments import decide_coding
from workbench.decisions.coding import CodeCreated, MemoWritten
from workbench.decisions.decision import Words
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import active, text_of, turns_of
from workbench.in_words import counted
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.decisions.decision import Decision
    from workbench.importers.parsed import Comment
    from workbench.store.project import Project

#: What can be done with a file's comments.
TREATMENTS: Final = ("codes", "memos", "leave")
#: A longer comment is a thought, not a name.
_LONGEST_NAME: Final = 60
_PARTS: Final = re.compile(r"\s*(?:[;\n]|\s\|\s)\s*")
_PREFIX: Final = re.compile(r"(?i)^codes?\s*:\s*")
_LABEL: Final = re.compile(r"^[^\n]{1,60}?[:\uff1a\t]\s*")


@dataclass(frozen=True, slots=True)
class CommentsTaken:
    """What became of a file's comments."""

    segments: int = 0
    codes: int = 0
    memos: int = 0
    left: int = 0

    @property
    def told(self) -> str:
        """The same in words."""
        if self.left:
            return f"{counted(self.left, 'comment')} left in the report"
        became = (
            (self.segments, "coded segment"),
            (self.codes, "new code"),
            (self.memos, "memo"),
        )
        told = [counted(count, noun) for count, noun in became if count]
        return f"comments became {', '.join(told) or 'nothing new'}"


def take_comments(
    project: Project,
    by: str,
    transcript: str,
    comments: Sequence[Comment],
    treatment: str,
) -> CommentsTaken:
    """The comments are codes on their passages, or memos; one act, one undo.

    Raises:
        NotAllowedError: this researcher does not code.
        UnknownObjectError: no such treatment or transcript.
        RefusedError: the transcript is not part of the analysis.
    """
    if treatment not in TREATMENTS:
        hint = f"Choose one of {', '.join(TREATMENTS)}."
        raise UnknownObjectError("treatment of comments", treatment, hint)
    if treatment == "leave" or not comments:
        return CommentsTaken(left=len(comments))
    require(project, by, CODE)
    standing = active(project, transcript)
    text = text_of(project, standing.version)
    act = _Act(project, by, transcript)
    for comment in comments:
        span = place(text, comment)
        if treatment == "codes" and span is not None:
            act.code(comment, span)
        else:
            act.note(comment, _turn_at(project, standing.version, span))
    if act.decisions:
        project.record(*act.decisions, by=by)
    return CommentsTaken(act.segments, len(act.begun), act.memos)


def place(text: str, comment: Comment) -> tuple[int, int] | None:
    """Where the passage of a comment stands in the transcript; None where unclear.

    Of several places with the same words it is the one with the same words before it.
    """
    for wanted in _wordings(comment):
        places = [match.start() for match in re.finditer(re.escape(wanted), text)]
        if not places:
            continue
        shared = {at: _shared_end(text[:at], comment.before) for at in places}
        best = max(places, key=lambda at: shared[at])
        if sum(shared[at] == shared[best] for at in places) == 1:
            return best, best + len(wanted)
        return None
    return None


def _wordings(comment: Comment) -> Iterator[str]:
    """The passage as the file has it, then without a label, then its longest line."""
    quote = (comment.quote or "").strip()
    if not quote:
        return
    yield quote
    lines = [_LABEL.sub("", line).strip() for line in quote.split("\n")]
    yield from sorted({line for line in lines if line}, key=len, reverse=True)


def _shared_end(before: str, wanted: str) -> int:
    length = 0
    while (
        length < min(len(before), len(wanted))
        and before[-1 - length] == wanted[-1 - length]
    ):
        length += 1
    return length


def _turn_at(project: Project, version: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    for turn in turns_of(project, version):
        if turn.start <= span[0] <= turn.end:
            return f"turn {turn.index + 1}"
    return ""


class _Act:
    """The decisions of one act, while they are gathered."""

    def __init__(self, project: Project, by: str, transcript: str) -> None:
        self._project = project
        self._by = by
        self._transcript = transcript
        self._codes = code_list(project)
        self._given: set[tuple[int, int, str]] = set()
        self.begun: dict[str, CodeCreated] = {}
        self.decisions: list[Decision] = []
        self.segments = 0
        self.memos = 0

    def code(self, comment: Comment, span: tuple[int, int]) -> None:
        """The passage has a code for each part of the comment that can name one."""
        thoughts = []
        for part in _PARTS.split(_PREFIX.sub("", comment.text.strip())):
            name = _PREFIX.sub("", part).strip().rstrip(".")
            if not name:
                continue
            if len(name) > _LONGEST_NAME or not self._give(name, span):
                thoughts.append(part)
        if thoughts:
            self._write("\n".join(thoughts), comment, "")

    def note(self, comment: Comment, where: str) -> None:
        """The whole comment is a memo."""
        self._write(comment.text, comment, where)

    def _give(self, name: str, span: tuple[int, int]) -> bool:
        """The code of this name stands on the passage; False if it cannot."""
        folded = fold(name)
        if (*span, folded) in self._given:
            return True
        try:
            code = self.begun.get(folded) or self._known_or_new(name)
            decision = decide_coding(
                self._project,
                self._by,
                transcript=self._transcript,
                start=span[0],
                end=span[1],
                code=code,
                origin="imported",
            )
        except DuplicateError:
            return True
        except RefusedError:
            return False
        if isinstance(code, CodeCreated) and folded not in self.begun:
            self.begun[folded] = code
            self.decisions.append(code)
        self._given.add((*span, folded))
        self.decisions.append(decision)
        self.segments += 1
        return True

    def _known_or_new(self, name: str) -> str | CodeCreated:
        known = self._codes.known(name)
        if known is not None:
            return known.id
        code = self._project.new_id("c")
        return CodeCreated(code=code, name=Words(name), origin="imported")

    def _write(self, text: str, comment: Comment, where: str) -> None:
        writer = f"Comment by {comment.author}" if comment.author else "Comment"
        place_ = where or comment.where
        words = Words(f"{writer} in the file, {place_}: {text.strip()}")
        memo = self._project.new_id("m")
        self.decisions.append(
            MemoWritten(memo, "analytic", self._transcript, words, "team")
        )
        self.memos += 1
