"""Block rules added to markdown-it or wrapped around its own, one a file."""
