"""What completing stands on: the words at the cursor, the phrases that are known, and what the place expects."""
