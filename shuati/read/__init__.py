"""Files become documents with questions; every line of a file gets an owner."""
