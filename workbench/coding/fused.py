"""A model's matrix products, with the addition behind each done in the same pass.

On a processor torch copies the bias into the result before each product; the memory
that moves for it costs as much as a fifth of the work. The library that does the
products (oneDNN) can add it while multiplying, and likes weights laid out for it. The
names used here are torch's own inner ones: where a version lacks them, or the vectors
differ (`embedding.load_encoder` checks), the model stays as it was.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

#: Rows that weights are laid out for; other numbers work as well.
ROWS = 2048


def fused(transformer: SentenceTransformer) -> SentenceTransformer | None:
    """Give a copy whose linear layers are fused; None where torch cannot do that."""
    import torch  # noqa: PLC0415  # a second of import, paid when first needed

    class Fused(torch.nn.Module):
        """A linear layer done in one pass."""

        def __init__(self, layer: torch.nn.Linear) -> None:
            super().__init__()
            weight = layer.weight.detach()
            if weight.dtype == torch.bfloat16:
                weight = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)  # noqa: SLF001
            self._weight = weight
            self._bias = None if layer.bias is None else layer.bias.detach()

        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            made: torch.Tensor = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001
                rows, self._weight, self._bias, "none", [], ""
            )
            return made

    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return None
    leaner = copy.deepcopy(transformer)
    try:
        for module in list(leaner.modules()):
            for name, child in list(module.named_children()):
                if type(child) is torch.nn.Linear:
                    setattr(module, name, Fused(child))
    except (AttributeError, RuntimeError):
        return None
    return leaner
