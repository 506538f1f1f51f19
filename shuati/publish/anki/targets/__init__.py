"""Where notes are sent: a package."""
