"""What people type into the pages of the letters: shapes only, rules are the actions'."""
