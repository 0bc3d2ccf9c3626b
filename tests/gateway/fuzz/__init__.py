"""Hostile bytes for all that reads what strangers write: `python -m tests.gateway.fuzz RUNS`.

Guided by coverage (atheris) in `make soak`; the same targets are thrown a few hundred inputs at in
`make test`.
"""
