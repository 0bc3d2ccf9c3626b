"""Reads of letters and work, each with a constant number of queries."""
