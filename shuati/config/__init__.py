"""Settings of a project, and the words that a learner sees."""
