"""Attention from scratch and from the library: the tutorials' formula, the factor they leave out, masks, heads.

python examples/attention.py        prints what was compared and writes attention.png
"""

import matplotlib.pyplot as plt

import numen as np
from numen.ml import nn
from numen.ml.functional import scaled_dot_product_attention, softmax

WORDS = "the cat sat on the mat because it was warm".split()


def from_scratch(Q, K, V, mask=None):
    """softmax(Q K.T / sqrt(d)) V, and the weights; `mask` says what may be seen."""
    scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ V, weights


def entropy(weights):
    """How widely a row of weights looks: 0 where it sees one word, log n where it sees all alike."""
    return float(np.mean(-np.sum(weights * np.log(weights + 1e-300), axis=-1)))


def main():
    rng = np.random.default_rng(0)
    n, d = len(WORDS), 64
    names, at = np.unique(WORDS, return_inverse=True)
    embedded = 0.5 * rng.normal(size=(len(names), d))[at]  # a word is the same vector wherever it stands
    Q, K, V = (embedded + 0.3 * rng.normal(size=(n, d)) for _ in range(3))

    out, weights = from_scratch(Q, K, V)
    print("same as the library:", bool(np.allclose(out, scaled_dot_product_attention(Q, K, V))))
    # Without 1 / sqrt(d), scores grow with d and the softmax sees one word alone.
    raw = softmax(Q @ K.T, dim=-1)
    print(f"entropy of the weights: scaled {entropy(weights):.3f}, not scaled {entropy(raw):.3f}")

    causal = np.tril(np.ones((n, n), dtype=bool))
    hidden, looking_back = from_scratch(Q, K, V, causal)
    expected = scaled_dot_product_attention(Q, K, V, is_causal=True)
    print("causal, same as the library:", bool(np.allclose(hidden, expected)))
    print(f"weight on words that come later: {looking_back[~causal].sum():.1f}")

    heads = nn.MultiheadAttention(d, 4, batch_first=True, dtype=np.float64, generator=rng)
    out, by_head = heads(embedded, embedded, embedded, average_attn_weights=False)
    print("four heads:", out.shape, "with weights", by_head.shape)

    figure, axes = plt.subplots(1, 3, figsize=(13, 4.4), layout="constrained")
    for ax, picture, title in zip(axes, [weights, raw, looking_back], ["scaled", "not scaled", "causal"]):
        shown = ax.imshow(picture, cmap="viridis", vmin=0, vmax=1)
        ax.set_xticks(range(n), WORDS, rotation=60)
        ax.set_yticks(range(n), WORDS)
        ax.set_title(title)
    figure.colorbar(shown, ax=list(axes), label="weight")
    figure.savefig("attention.png", dpi=90)
    print("plot: attention.png")


if __name__ == "__main__":
    main()
