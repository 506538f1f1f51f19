"""What decides about a candidate pair."""
