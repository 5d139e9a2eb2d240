"""A BERT model computed in as few passes over memory as torch allows on a processor.

The library that does torch's matrix products (oneDNN) can add a bias, a residual or
the bend of a GELU while it multiplies, and likes weights laid out for it; query, key
and value can be one product. What is left between the products is small. The names
used for that are torch's own inner ones. So this is only a way to compute: where a
version lacks the names, the model is of another kind or the vectors differ,
`embedding.load_encoder` finds out and computes as the model's own code does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import torch
    from sentence_transformers import SentenceTransformer

    #: Word pieces and mask, shape (n, longest), to one vector a row.
    Forward = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

#: Rows that weights are laid out for; other numbers work as well.
ROWS: Final = 2048


def lean(transformer: SentenceTransformer, kind: torch.dtype) -> Forward | None:
    """Give a leaner way to compute the model; None where there is none.

    Args:
        transformer: the model; only BERT with the mean over word pieces.
        kind: the number type, float32 or bfloat16.
    """
    import torch  # noqa: PLC0415  # a second of import, paid when first needed

    model: Any = transformer[0].auto_model
    config = model.config
    is_bert = (config.model_type, config.hidden_act) == ("bert", "gelu")
    if not is_bert or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return None
    weights = {
        name: weight.detach().to(kind)
        for name, weight in model.state_dict().items()
        if weight.is_floating_point()
    }
    try:
        eps: float = config.layer_norm_eps
        heads: int = config.num_attention_heads
        begin = _Embeddings(weights, eps)
        layers = [
            _Layer(weights, f"encoder.layer.{number}.", eps, heads)
            for number in range(config.num_hidden_layers)
        ]
    except (AttributeError, KeyError, RuntimeError):
        return None

    def forward(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        count, longest = ids.shape
        # Without padding nothing is masked, which is faster.
        seen = None if bool(mask.all()) else mask.bool()[:, None, None, :]
        rows = begin(ids)
        for layer in layers:
            rows = layer(rows, count, seen)
        pieces = rows.view(count, longest, -1).float() * mask[:, :, None]
        return pieces.sum(1) / mask.sum(1, keepdim=True)

    return forward


class _Embeddings:
    """Word pieces and their places to rows, shape (n * longest, d)."""

    def __init__(self, weights: Mapping[str, torch.Tensor], eps: float) -> None:
        name = "embeddings."
        self._words = weights[f"{name}word_embeddings.weight"]
        kind = weights[f"{name}token_type_embeddings.weight"][0]
        self._places = weights[f"{name}position_embeddings.weight"] + kind
        self._even = _Evened(weights, f"{name}LayerNorm", eps)

    def __call__(self, ids: torch.Tensor) -> torch.Tensor:
        rows = self._words[ids] + self._places[: ids.shape[1]]
        return self._even(rows.flatten(0, 1))


class _Evened:
    """Rows brought to one mean and spread."""

    def __init__(
        self, weights: Mapping[str, torch.Tensor], name: str, eps: float
    ) -> None:
        self._weight, self._bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        self._eps = eps

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        import torch  # noqa: PLC0415

        shape = self._weight.shape
        return torch.nn.functional.layer_norm(
            rows, shape, self._weight, self._bias, self._eps
        )


class _Product:
    """Rows times weights, with what follows done in the same pass."""

    def __init__(self, weights: Mapping[str, torch.Tensor], *names: str) -> None:
        import torch  # noqa: PLC0415

        weight = torch.cat([weights[f"{name}.weight"] for name in names])
        if weight.dtype == torch.bfloat16:
            weight = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)  # noqa: SLF001
        self._weight = weight
        self._bias = torch.cat([weights[f"{name}.bias"] for name in names])
        self._once = torch.ops.mkldnn._linear_pointwise  # noqa: SLF001

    def __call__(self, rows: torch.Tensor, then: str = "none") -> torch.Tensor:
        made: torch.Tensor = self._once(
            rows, self._weight, self._bias, then, [], "none"
        )
        return made

    def added_to(self, other: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self._once.binary(
            rows, other, self._weight, self._bias, "add"
        )
        return made


class _Layer:
    """One layer: attention, then the two products behind it."""

    def __init__(
        self, weights: Mapping[str, torch.Tensor], name: str, eps: float, heads: int
    ) -> None:
        within = (f"{name}attention.self.{each}" for each in ("query", "key", "value"))
        self._asking = _Product(weights, *within)
        self._answer = _Product(weights, f"{name}attention.output.dense")
        self._even = _Evened(weights, f"{name}attention.output.LayerNorm", eps)
        self._wide = _Product(weights, f"{name}intermediate.dense")
        self._narrow = _Product(weights, f"{name}output.dense")
        self._even_again = _Evened(weights, f"{name}output.LayerNorm", eps)
        self._heads = heads

    def __call__(
        self, rows: torch.Tensor, count: int, seen: torch.Tensor | None
    ) -> torch.Tensor:
        mixed = self._attend(self._asking(rows), count, seen)
        rows = self._even(self._answer.added_to(rows, mixed))
        wide = self._wide(rows, "gelu")
        return self._even_again(self._narrow.added_to(rows, wide))

    def _attend(
        self, asked: torch.Tensor, count: int, seen: torch.Tensor | None
    ) -> torch.Tensor:
        """Mix the values by how queries and keys agree, head by head.

        Args:
            asked: queries, keys and values, shape (n * longest, 3 d).
            count: n.
            seen: False where there is padding, (n, 1, 1, longest); None without any.
        """
        import torch  # noqa: PLC0415

        apart = asked.view(count, len(asked) // count, 3, self._heads, -1)
        query, key, value = apart.permute(2, 0, 3, 1, 4)
        mixed = torch.nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=seen
        )
        return mixed.transpose(1, 2).flatten(0, 1).flatten(1)
