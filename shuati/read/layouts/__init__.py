"""One file for each way of marking questions; each offers schemes, `layout` chooses."""
