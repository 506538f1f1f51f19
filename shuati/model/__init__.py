"""What a document, a question, an entry and a pair are."""

from shuati.model.everything import *  # noqa: F403
