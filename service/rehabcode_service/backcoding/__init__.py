"""Back-coding: running over past notes, once, restartable, auditable."""
