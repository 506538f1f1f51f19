"""A source becomes a document: its questions, and an owner for every other line."""

from shuati.read.assemble import read

__all__ = ["read"]
