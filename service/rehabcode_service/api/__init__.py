"""One router a concern. Each is made by a function that is given the parts it needs."""
