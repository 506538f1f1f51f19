"""Text without any knowledge of questions: folding, words, differences."""
