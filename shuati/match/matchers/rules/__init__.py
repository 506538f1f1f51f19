"""A matcher of rules: evidence, vetoes, objections, and the steps of a classification."""
