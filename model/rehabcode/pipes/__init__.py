"""The spaCy components that read a note, one a file; all are entry points, so any spaCy pipeline may add them."""
