"""Lists, tables, quotes and lines that hold questions or labels become single elements."""
