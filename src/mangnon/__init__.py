"""Măng Non: protecting children online, from the letter to the result."""

__version__ = "0.1.0"
