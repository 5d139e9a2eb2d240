"""House styles by the names that authors know."""

from __future__ import annotations

from typing import Final

HOUSES: Final = {
    "thesis": "Thesis",
    "jmir": "JMIR",
    "bmj-open": "BMJ Open",
    "apa": "APA 7",
}
