"""Files become elements, each with its location."""
