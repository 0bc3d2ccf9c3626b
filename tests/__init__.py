"""Tests, and the programs of the long promises. Nothing here is remembered from a world before."""

from mangnon.kit import briefly

briefly.SECONDS = 0.0
