"""How much memory a process holds together with its children."""

from __future__ import annotations

import os
from pathlib import Path


def tree_mb(root: int) -> float:
    """Resident memory of a process and its children now; 0 where /proc is not."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            statm = Path(f"/proc/{pid}/statm").read_text("ascii").split()
            total += int(statm[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
        except (OSError, IndexError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6
