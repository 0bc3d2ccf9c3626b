"""Publishing: what the library approved goes out on channels, once, and can be taken back."""
