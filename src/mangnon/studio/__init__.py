"""One source, one message map, every product: pure making of files. No Django, no network."""
