"""What the formats and verdicts of the importers are called on a page."""

from __future__ import annotations

from typing import Final

VERDICTS: Final = {
    "whole": "whole",
    "with-omissions": "some left out",
    "rejected": "not taken",
}
_WHOLE: Final = {
    "vtt": "WebVTT captions",
    "zoom-vtt": "Zoom captions",
    "teams-vtt": "Teams captions",
    "srt": "SubRip captions",
    "table-csv": "table (CSV)",
    "table-tsv": "table (tabs)",
    "table-xlsx": "Excel table",
    "whisper-json": "recogniser's JSON",
    "unknown": "unknown",
}
_LAYOUTS: Final = {
    "labelled": "labels",
    "paragraphs": "no labels",
    "table": "table",
    "zoom": "Zoom",
    "teams": "Teams",
    "otter": "Otter",
    "rev": "Rev",
    "nvivo": "NVivo",
    "trint": "Trint",
    "word-transcribe": "Transcribe",
}
_CONTAINERS: Final = {
    "txt": "text",
    "docx": "Word",
    "odt": "OpenDocument",
    "rtf": "Rich Text",
    "pdf": "PDF",
    "md": "Markdown",
    "html": "web page",
}


def kind_of(format_: str) -> str:
    """A format as people call it: 'Word, labels'."""
    if format_ in _WHOLE:
        return _WHOLE[format_]
    layout, _, container = format_.rpartition("-")
    kept = _CONTAINERS.get(container, container)
    return f"{kept}, {_LAYOUTS[layout]}" if layout in _LAYOUTS else kept
