"""Official documents as Decree 30/2020 lays them out, as DOCX and accessible PDF. Values in, files
out: letters of `directives` and forms of `cases` are written by the same two writers."""
