"""Does more data still pay? A quarter of the notes, a half, three quarters, and all of them."""

from __future__ import annotations

from rehabcode_training.variants import Learned, Variant

SHARES = (0.25, 0.5, 0.75)


def learning_curve() -> tuple[Variant, ...]:
    """Return the variants, all notes first; each share holds the smaller ones."""
    shares = (Variant(f"{share:.0%}", "without", Learned(share=share)) for share in reversed(SHARES))
    return (Variant("100%", "whole", Learned()), *shares)
