"""The measures: pure functions over answered notes, in the order in which they are reported."""

from __future__ import annotations

from rehabcode_training.measures.calibration import CALIBRATION
from rehabcode_training.measures.code_set import CODE_SET
from rehabcode_training.measures.evidence import EVIDENCE
from rehabcode_training.measures.faithfulness import FAITHFULNESS
from rehabcode_training.measures.measure import Measure
from rehabcode_training.measures.minutes import MINUTES
from rehabcode_training.measures.ranking import RANKING
from rehabcode_training.measures.traps import TRAPS

MEASURES: tuple[Measure, ...] = (*CODE_SET, *RANKING, *TRAPS, *EVIDENCE, *FAITHFULNESS, *MINUTES, *CALIBRATION)

__all__ = ["MEASURES", "Measure"]
