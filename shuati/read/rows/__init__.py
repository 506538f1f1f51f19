"""Questions that are rows of fields: which field is what, and the question it makes."""
