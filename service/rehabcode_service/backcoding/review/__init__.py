"""The review queue: people decide on suggestions of a run, and what they decide is kept, exported and measured."""
