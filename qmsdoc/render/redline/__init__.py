"""A comparison on paper: HTML, DOCX with tracked changes, PDF, and the change request form."""
