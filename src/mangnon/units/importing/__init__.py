"""Lists of schools and people from spreadsheets: read, tried dry, then brought in at once."""
