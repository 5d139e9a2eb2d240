"""Themes by dimensions of a framework, with a place for each group."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.alliance import MARKS, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from workbench.model import AllianceLink, Theme

#: A cell: theme, dimension, group ('' for everyone).
Place = tuple[str, str, str]


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.matrix", js="matrix.js", css="matrix.css", isolate_styles=False
    )


def show(
    themes: Sequence[Theme],
    dimensions: Mapping[str, str],
    groups: Sequence[str],
    said: Mapping[Place, Sequence[AllianceLink]],
    *,
    names: Mapping[str, str],
    opened: Place | None,
    may: bool,
    done: Callable[[str, Place, str | None], None],
) -> None:
    """The matrix stands in the page.

    Args:
        themes: the rows.
        dimensions: the columns: titles by id.
        groups: a place each in every cell; '' for everyone.
        said: the relations argued, by place.
        names: of the framework's constructs, by id.
        opened: the place that is looked at.
        may: whether polarity can be set.
        done: called with what was done, where, and the polarity.
    """

    def take_in() -> None:
        sent = st.session_state["matrix"].get("done")
        if sent:
            place = (str(sent["theme"]), str(sent["dimension"]), str(sent["group"]))
            done(str(sent["act"]), place, sent.get("polarity"))

    _component()(
        key="matrix",
        data={
            "themes": [[theme.id, theme.name] for theme in themes],
            "dimensions": [list(each) for each in dimensions.items()],
            "groups": list(groups),
            "cells": {
                _key(place): [_mark(x, names) for x in links]
                for place, links in said.items()
            },
            "open": _key(opened) if opened else None,
            "may": may,
        },
        on_done_change=take_in,
    )


def _key(place: Place) -> str:
    """A place as the browser writes it."""
    return json.dumps(list(place), separators=(",", ":"), ensure_ascii=False)


def in_words(link: AllianceLink, names: Mapping[str, str]) -> str:
    """A relation in a few words: polarity, kind, and to which part it is."""
    is_outside = link.relation == OUTSIDE
    says = link.polarity or ("outside" if is_outside else "polarity open")
    if not is_outside and link.relation != "expresses":
        says = f"{says}, {link.relation}"
    part = names.get(link.dimension) if "." in link.dimension else None
    return says.replace("-", " ") + (f" ({part})" if part else "")


def _mark(link: AllianceLink, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "sign": MARKS.get(link.polarity or "", "\N{MIDDLE DOT}"),
        "says": in_words(link, names),
        # lying outside is argued by its reason
        "supported": bool(link.evidence) or link.relation == OUTSIDE,
    }
