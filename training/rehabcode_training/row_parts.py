"""Which columns of a clause's feature row belong to which part of it, so that a part can be left out of a fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rehabcode.cues import SECTIONS
from rehabcode.ranking.clause_features import WORD_ROLES, ClauseFeatures
from rehabcode.ranking.signs import SIGNS
from rehabcode.records import ASSERTIONS


def row_parts(features: ClauseFeatures) -> Mapping[str, slice]:
    """Return the columns of each part, in their order; together they are all columns.

    The words of a clause by the roles in which they stand to it, then parts and pairs of its own words, techniques, and
    the signs: of its section, of the assertions of its mentions, and all others.
    """
    vocabulary = features.vocabulary
    widths = {
        **dict.fromkeys(WORD_ROLES, len(vocabulary.words)),
        "parts": len(vocabulary.parts),
        "pairs": len(vocabulary.pairs),
        "techniques": len(features.techniques),
        "sections": len(SECTIONS),
        "assertions": len(ASSERTIONS),
        "signs": SIGNS - len(SECTIONS) - len(ASSERTIONS),
    }
    ends = np.cumsum([*widths.values()]).tolist()
    return {name: slice(end - width, end) for (name, width), end in zip(widths.items(), ends, strict=True)}


def without_parts(rows: sparse.csr_matrix, features: ClauseFeatures, parts: Iterable[str]) -> sparse.csr_matrix:
    """Return the rows with nothing in the columns of these parts. Raises KeyError for a part that is none."""
    gone = [row_parts(features)[name] for name in parts]
    if not gone:
        return rows
    kept: NDArray[np.float32] = np.ones(rows.shape[1], dtype=np.float32)
    for columns in gone:
        kept[columns] = 0.0
    left = sparse.csr_matrix(rows @ sparse.diags(kept, dtype=np.float32))
    left.eliminate_zeros()
    return left
