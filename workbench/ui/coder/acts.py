"""What was done in the pane becomes decisions, each once, in order, or is refused.

The pane sends its whole outbox until it is answered, so an act may come many times; its
own UUID makes it one act. Nothing that the browser says is believed: an act names the
version it was done on and a sum over the words it means, and both must agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.coding import codes, memos, segments, suggestions
from workbench.coding.corrected import uphold
from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import kinds
from workbench.decisions.setting_up import Undone
from workbench.errors import RefusedError, StaleDecisionError, WorkbenchError
from workbench.exporters.trail_folding import noun
from workbench.familiarise.field_notes import codable
from workbench.familiarise.transcripts import text_of
from workbench.model import Code, CodedSegment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.store.project import Project

    Act = Mapping[str, Any]

_PRIME, _BASIS, _32_BITS = 0x01000193, 0x811C9DC5, 0xFFFFFFFF


class Answer:
    """How far an outbox was worked through, for the pane that sent it."""

    def __init__(self) -> None:
        self.up_to = 0
        self.refused: list[tuple[int, str]] = []
        #: what was taken back or done again, which nothing on the page may show
        self.told: list[tuple[int, str]] = []
        #: ids of coded segments by the act that made them
        self.made: dict[str, str] = {}

    def message(self) -> dict[str, Any]:
        """The answer as the pane reads it; what is long past is left out."""
        return {
            "upTo": self.up_to,
            "refused": self.refused[-50:],
            "told": self.told[-50:],
            "made": dict(list(self.made.items())[-50:]),
        }


def take_in(
    project: Project, by: str, transcript: str, acts: Sequence[Act], answer: Answer
) -> None:
    """Every act of an outbox is recorded or refused, and the answer says which.

    Args:
        project: the project.
        by: the researcher at the pane.
        transcript: the id of the transcript that the pane shows.
        acts: the outbox, oldest first; what was answered already is passed over.
        answer: of this pane; it is added to.
    """
    for act in acts:
        number = int(act["n"])
        if number <= answer.up_to:
            continue
        try:
            _take_one(project, by, transcript, act, answer)
        except WorkbenchError as refusal:
            answer.refused.append((number, _said(refusal)))
        answer.up_to = number


def _said(refusal: WorkbenchError) -> str:
    text = str(refusal)
    return text[:1].upper() + text[1:]


def _take_one(
    project: Project, by: str, transcript: str, act: Act, answer: Answer
) -> None:
    name = str(act["act"])
    if not project.events_of_act(name):
        do = _KINDS.get(str(act["kind"]))
        if do is None:
            msg = "this version does not know what was done. Reload the page."
            raise RefusedError(msg)
        made = do(project, by, transcript, act)
        if made:
            answer.made[name] = made
        if act["kind"] in ("undo", "redo"):
            answer.told.append((int(act["n"]), _taken_back(project, name, transcript)))
        return
    for event in project.events_of_act(name):
        if event.kind == SegmentCoded.__name__:
            answer.made[name] = event.payload["segment"]


def _check(act: Act, version: str, words: str) -> None:
    """An act means the version that stands, and the words that it holds there.

    Raises:
        StaleDecisionError: the transcript was corrected since.
        RefusedError: the words read otherwise on the page.
    """
    if version != act["version"]:
        what = "this transcript"
        raise StaleDecisionError(what)
    if sum_of(words) != act["check"]:
        msg = (
            f"{act['start']} to {act['end']} reads otherwise in the study than on this "
            "page. Reload the page and select the words again."
        )
        raise RefusedError(msg)


def sum_of(words: str) -> int:
    """FNV-1a, 32 bits, over code points; the pane reckons the same (text.js)."""
    total = _BASIS
    for sign in words:
        total = ((total ^ ord(sign)) * _PRIME) & _32_BITS
    return total


def _segment_of(project: Project, act: Act) -> str:
    """The segment an act is about; one just coded is named by the act that coded it."""
    named = str(act["segment"])
    if not named.startswith("s-"):
        for event in project.events_of_act(named):
            if event.kind == SegmentCoded.__name__:
                return str(event.payload["segment"])
    return named


def _code(project: Project, by: str, transcript: str, act: Act) -> str:
    start, end = int(act["start"]), int(act["end"])
    origin = "in-vivo" if act.get("origin") == "in-vivo" else "manual"
    code, begun = _code_of(project, by, act, origin)
    decision = segments.decide_coding(
        *(project, by), transcript=transcript, start=start, end=end, code=code
    )
    _check(act, decision.version, decision.quote)
    project.record(*begun, decision, by=by, act=act["act"])
    return decision.segment


def _code_of(
    project: Project, by: str, act: Act, origin: str = "manual"
) -> tuple[str | CodeCreated, tuple[CodeCreated, ...]]:
    """The code an act names, and what has to be decided before it can be applied."""
    if act.get("code"):
        return str(act["code"]), ()
    begun = codes.decide_creation(
        *(project, by, str(act.get("name") or "")),
        definition=act.get("definition"),
        origin=origin,
    )
    return begun, (begun,)


def _uncode(project: Project, by: str, _: str, act: Act) -> None:
    segments.withdraw_coding(project, by, _segment_of(project, act), act=act["act"])


def _uphold(project: Project, by: str, _: str, act: Act) -> None:
    segment, version = _segment_of(project, act), str(act["version"])
    uphold(project, by, segment, version, act=act["act"])


def _recode(project: Project, by: str, _: str, act: Act) -> None:
    code, begun = _code_of(project, by, act)
    decision = segments.decide_recoding(project, by, _segment_of(project, act), code)
    project.record(*begun, decision, by=by, act=act["act"])


def _resize(project: Project, by: str, transcript: str, act: Act) -> None:
    start, end = int(act["start"]), int(act["end"])
    version = codable(project, transcript).version
    _check(act, version, text_of(project, version)[start:end])
    segment = _segment_of(project, act)
    segments.resize(project, by, segment, start, end, act=act["act"])


def _qualify(project: Project, by: str, _: str, act: Act) -> None:
    segments.qualify(
        *(project, by, _segment_of(project, act)),
        polarity=act["polarity"],
        target=act["target"],
        act=act["act"],
    )


def _memo(project: Project, by: str, _: str, act: Act) -> None:
    memos.write(
        *(project, by),
        kind="analytic",
        text=str(act["text"]),
        about=_segment_of(project, act),
        act=act["act"],
    )


def _answer(project: Project, by: str, _: str, act: Act) -> None:
    changed: dict[str, Any] = {}
    if act["answer"] == "edited":
        changed = {name: act.get(name) for name in ("start", "end", "code")}
        if act.get("name"):
            changed["code"] = codes.create(
                project, by, str(act["name"]), definition=act.get("definition")
            )
    suggestions.decide(
        *(project, by, str(act["suggestion"]), str(act["answer"])),
        act=act["act"],
        **changed,
    )


def _taken_back(project: Project, act: str, transcript: str) -> str:
    """What an undo or redo was about, and where, for it may be out of sight."""
    undone = project.events_of_act(project.events_of_act(act)[0].payload["undoes"])
    if undone[0].kind == Undone.__name__:
        undone = project.events_of_act(undone[0].payload["undoes"])
        begin = "Done again"
    else:
        begin = "Taken back"
    said = {name: each for event in undone for name, each in event.payload.items()}
    for each in project.rows(CodedSegment, id=said.get("segment") or ""):
        said |= {"code": each.code, "transcript": each.transcript}
    what = noun(kinds()[undone[-1].kind])
    code = _called(project, said)
    there = said.get("transcript") or transcript
    where = "" if there == transcript else f" in {there}"
    return f"{begin}: {what}{code}{where}."


def _called(project: Project, said: Mapping[str, Any]) -> str:
    """The code that an act was about, in quotation marks; nothing where there is none.

    A code that began in the act is gone with it, and its name is left in the wording.
    """
    named = [code.name for code in project.read(Code, id=said.get("code") or "")]
    if not named and said.get("name"):
        named = [text for text in project.words(said["name"]).values() if text]
    return f", \u201c{named[0]}\u201d" if named else ""


def _undo(project: Project, by: str, _: str, act: Act) -> None:
    project.undo(by, act=act["act"])


def _redo(project: Project, by: str, _: str, act: Act) -> None:
    project.redo(by, act=act["act"])


#: What does each kind of act; one that codes says which segment came of it.
_KINDS: Final[dict[str, Callable[[Project, str, str, Act], str | None]]] = {
    "code": _code,
    "uncode": _uncode,
    "uphold": _uphold,
    "recode": _recode,
    "resize": _resize,
    "qualify": _qualify,
    "memo": _memo,
    "answer": _answer,
    "undo": _undo,
    "redo": _redo,
}
