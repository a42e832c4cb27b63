"""How people and systems reach rehabcode: HTTP, the command line and the page."""
