"""What people type into the pages of the letters. Shapes only: rights and rules are the actions'."""
