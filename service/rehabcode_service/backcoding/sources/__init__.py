"""Where past notes come from: every kind of source yields the same rows, in the same order each time."""
