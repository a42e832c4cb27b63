"""Practice: the exercise for human coders. A case is dealt, answered, graded, and what was confused comes back."""
