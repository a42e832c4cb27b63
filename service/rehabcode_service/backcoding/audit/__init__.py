"""The audit of a run: what was billed against what the notes support, over- and under-coding side by side."""
