"""Planted words are looked for everywhere: `python -m tests.reports.canaries`.

Each free-text field of the ways in, of messages, notes and papers gets a word of its own; then the
system is used, and every byte that it leaves behind is searched for them.
"""
