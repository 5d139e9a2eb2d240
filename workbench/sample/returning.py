"""What the story can tell of participants who read it: packets, replies, removals."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from typing import TYPE_CHECKING, Any, Final

from workbench.model import MemberPacket
from workbench.trust import member_letters, member_packets, member_replies

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage

_CONTACT: Final = "Nerys Thackwood and Bohdana Škvrnová"


def _safety(stage: Stage, act: Act) -> None:
    member_packets.set_safety(
        stage.project, stage.who(act), act["participant"], act["flag"], act["reason"]
    )


def _synthesis(stage: Stage, act: Act) -> None:
    member_packets.word_synthesis(
        stage.project, stage.who(act), stage.theme(act["theme"]), act["text"]
    )


def _packets(stage: Stage, act: Act) -> None:
    """What the register says went out on that day, about transcripts or themes."""
    project, by = stage.project, stage.who(act)
    with (stage.folder / act["file"]).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["about"] == act["about"]]
    for row in rows:
        if row["state"] == "not-sent" and act["about"] == "synthesis":
            member_packets.record_not_sent(project, by, row["participant"], row["note"])
        elif row["on"] == act["on"]:
            letter = member_packets.letter(
                project,
                by,
                row["participant"],
                about=act["about"],
                deadline=act["deadline"],
                contact=_CONTACT,
            )
            digest = hashlib.sha256(member_letters.plain_text(letter)).hexdigest()
            made = member_packets.packet_decision(project, letter, digest)
            project.record(made, by=by)
            member_packets.move(project, by, made.packet, "sent", row["on"], row["way"])


def _reply(stage: Stage, act: Act) -> None:
    """What one person replied, and what was done about it."""
    project, by = stage.project, stage.who(act)
    told = tomllib.loads((stage.folder / act["file"]).read_text("utf-8"))["reply"]
    said: dict[str, Any] = next(
        each for each in told if each["participant"] == act["from"]
    )
    packet = next(
        each.id
        for each in project.rows(MemberPacket, participant=act["from"])
        if each.about == said["about"]
    )
    body = (stage.folder / said["file"]).read_bytes() if "file" in said else None
    reply = member_replies.record_reply(
        project,
        by,
        packet,
        received=said["received"],
        came_on=said["on"],
        text=said.get("text"),
        file=body,
    )
    kind = said["kind"]
    if kind == "removal":
        for turn in said["turns"]:
            member_replies.take_removal(project, by, reply, turn)
    elif kind == "addition":
        member_replies.take_addition(project, by, reply, said["text"])
    elif kind == "theme-comment":
        member_replies.take_theme_comment(
            project,
            by,
            reply,
            stage.theme(said["theme"]),
            said["fits"],
            said.get("text", ""),
        )
    elif kind == "set-aside":
        member_replies.set_aside(project, by, reply, said["why"], None)


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "safety": _safety,
    "word synthesis": _synthesis,
    "packets": _packets,
    "reply": _reply,
}
