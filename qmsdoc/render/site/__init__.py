"""The site: every document, list and chart as static pages that need no server."""
