"""Pages that are searched offline: one HTML file each, with its data and one script.

The script is ours and is allowed by its hash; nothing is fetched, nothing is sent.
Words reach the page as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from workbench.exporters.characters import escaped, for_xml
from workbench.exporters.plain import STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MORE_STYLE = """
form { position: sticky; top: 0; background: #fff; padding: .6rem 0; display: flex;
       flex-wrap: wrap; gap: .6rem; border-bottom: 1px solid #bbb; }
label { display: flex; flex-direction: column; font-size: .85rem; }
input, select { font: inherit; padding: .2rem .3rem; min-width: 9rem; }
.same { color: #444; } .gone, .was { text-decoration: line-through; }
.new::before { content: "new"; } .gone::before { content: "gone"; }
.was::before { content: "before"; } .now::before { content: "now"; }
.new::before, .gone::before, .was::before, .now::before {
  font-weight: 600; display: inline-block; margin-right: .6em; color: #444; }
"""


def page(title: str, body: str, data: Mapping[str, Any], script: str) -> bytes:
    """One page that holds its data and the script that shows it.

    Args:
        title: what it is called.
        body: markup of ours, without anybody's words.
        data: what the script reads as `DATA`; everybody's words.
        script: ours.
    """
    # a closing tag inside the data would end the script
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packed = for_xml(packed).translate(
        {0x3C: "\\u003c", 0x2028: "\\u2028", 0x2029: "\\u2029"}
    )
    code = f"const DATA = {packed};\n{script}"
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )
    made = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escaped(title)}</title>\n<style>{STYLE}{_MORE_STYLE}</style>\n"
        f"</head>\n<body>\n<h1>{escaped(title)}</h1>\n{body}\n"
        "<noscript><p>This page is searched by a script that lies in it. Without "
        "scripts, read the Word file of the same name.</p></noscript>\n"
        f"<script>{code}</script>\n</body>\n</html>\n"
    )
    return made.encode()


def choices(name: str, asked: str, values: Sequence[str], everything: str) -> str:
    """A list to choose from, the first choice being everything."""
    options = "".join(
        f'<option value="{place}">{escaped(value)}</option>'
        for place, value in enumerate(values)
    )
    return (
        f'<label>{asked}<select id="{name}"><option value="">{everything}</option>'
        f"{options}</select></label>"
    )
