"""The only place where HTML is made."""
