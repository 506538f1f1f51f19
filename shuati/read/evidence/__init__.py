"""Evidence on whether a question begins somewhere, as named numbers, and what it is worth."""
