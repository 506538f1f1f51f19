"""The bank as JSON and as Markdown."""
