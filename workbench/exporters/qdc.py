"""The study's codes and themes as a REFI-QDA codebook (.qdc)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from lxml import etree

from workbench import __version__
from workbench.errors import RefusedError
from workbench.exporters.refi_codes import CodeTree, Names
from workbench.importers import refi_names

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

_NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"


def qdc(moment: Moment) -> bytes:
    """Codes under their themes, and themes as sets, in the official schema.

    Raises:
        RefusedError: the study has neither codes nor themes.
    """
    names = Names(_NAMESPACE, uuid.UUID(moment.uuid))
    tree = CodeTree(moment, names)
    if not tree.codes and not tree.themes:
        msg = "the study has no codes yet, so there is no codebook. Add a code first."
        raise RefusedError(msg)
    root = etree.Element(
        f"{{{_NAMESPACE}}}CodeBook",
        nsmap={None: _NAMESPACE},  # type: ignore[dict-item]  # the stubs know no default
        origin=f"{refi_names.ORIGIN} {__version__}",
    )
    tree.write_tree(names.add(root, "Codes"))
    if tree.themes:
        tree.write_sets(names.add(root, "Sets"), "guid")
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    )
