"""Whether a set of products is sound, judged by programs that had no part in making it."""
