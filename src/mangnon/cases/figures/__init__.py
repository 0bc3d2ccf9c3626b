"""Statistics of reports and cases: counts of a quarter, small ones hidden, never a row of anybody.

`counting` asks the database, `hiding` decides what is published, `compiling` lays tables together;
`drawing`, `letter` and `workbook` show them. A quarter is the atom: a year is the sum of what its
quarters publish, so that no year and no comparison tells more than the quarters do.
"""
