"""Entries get the code and guid that they had last time, or new ones that they keep."""

from shuati.ledger.codes import Identified, identify

__all__ = ["Identified", "identify"]
