"""`python -m mangnon` is `mangnon`."""

from mangnon.cli import main

main()
