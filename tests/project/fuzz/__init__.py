"""Strange requests for every address: `python -m tests.project.fuzz REQUESTS`.

The demo province at work, with a report, a file of it and a case; whoever asks is signed out or
one of its people. Each request is undone again. A few hundred of them run in `make test`.
"""
