"""Where the files are that come with the workbench but are not its modules.

`app.py`, `codebooks/` and `sample_transcripts/` stand at the top of a checkout, for
readers, and inside the package of an installed wheel (see `package-dir` in
pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path

from workbench.errors import StorageError

_PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Find a file or folder that came with the workbench.

    Args:
        parts: the way to it from the top of the checkout, such as
            `"codebooks", "bordin_working_alliance.toml"`.

    Raises:
        StorageError: it is neither in the wheel nor in the checkout.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        # in site-packages the parent belongs to everyone: only a checkout counts
        is_ours = root.name == "_shipped" or (root / "pyproject.toml").is_file()
        if is_ours and root.joinpath(*parts).exists():
            return root.joinpath(*parts)
    raise StorageError(
        "/".join(parts), "it should have come with the workbench; install it again"
    )
