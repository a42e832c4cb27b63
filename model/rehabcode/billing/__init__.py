"""What minutes and codes earn from a payer, and what does not agree: arithmetic and rules, no reading of notes."""
