"""The revision history of documents as text, Markdown or JSON, or as data for a page."""
