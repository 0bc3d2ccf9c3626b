"""A document proposes its own message map; a person edits it. No network, no model of language."""

from mangnon.studio.proposing.propose import propose

__all__ = ["propose"]
