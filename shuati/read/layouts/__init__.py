"""One file for each way of marking questions; each offers proposals, `layout` chooses."""
