"""How the study is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import writing_up
from workbench.model import Caption, Extract, ThemeOrder
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(writing_up.ExtractWorded)
def extract_worded(d: writing_up.ExtractWorded, _: Circumstance) -> Iterator[Change]:
    yield Edit(Extract, (d.extract,), printed=(d.old, d.new))


@follows(writing_up.ThemesPutInOrder)
def themes_put_in_order(
    d: writing_up.ThemesPutInOrder, c: Circumstance
) -> Iterator[Change]:
    yield Put(ThemeOrder(d.order, d.themes, c.by, c.at))


@follows(writing_up.CaptionWorded)
def caption_worded(d: writing_up.CaptionWorded, c: Circumstance) -> Iterator[Change]:
    yield Put(Caption(d.caption, d.table, d.text, c.by, c.at))
