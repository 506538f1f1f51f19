"""What a build would change, before it is made."""
