"""Documents as DOCX: real styles, fields, numbering and notes, that Word and others can go on with."""
