"""Django's backend for PostgreSQL, asked with fewer trips. `ENGINE` of the settings names it."""
