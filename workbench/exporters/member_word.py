"""A participant's packet as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.table import Heading, Text
from workbench.exporters.word import document
from workbench.trust.member_letters import lines

if TYPE_CHECKING:
    from workbench.exporters.table import Block
    from workbench.trust.member_packets import MemberLetter


def letter_document(given: MemberLetter) -> bytes:
    """The Word document of a packet: large enough to read, with room to answer."""
    title, *rest = lines(given)
    blocks: list[Block] = []
    for line in rest:
        if line.kind == "heading":
            blocks.append(Heading(line.text))
        elif line.kind == "form":
            blocks += [Text(line.text), Text(""), Text("")]
        elif line.kind == "quote":
            blocks.append(Text(line.text, "Aside"))
        else:
            blocks.append(Text(line.text))
    return document(title.text, blocks, "thesis")
