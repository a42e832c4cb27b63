"""What can go wrong with a whole run; one bad note or row never does. No message holds a word of a note."""

from __future__ import annotations

from rehabcode.errors import RehabcodeError


class RunRefused(RehabcodeError):
    """What was asked cannot be begun: nothing was read or written. Names the thing and the remedy."""


class RunStopped(RehabcodeError):
    """A run that had begun had to stop: what was finished is kept, and the same command goes on with it."""
