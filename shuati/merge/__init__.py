"""The answers of questions that ask the same become one."""
