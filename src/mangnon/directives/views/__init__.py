"""The pages of the letters: each view turns a request into one action or one query."""
