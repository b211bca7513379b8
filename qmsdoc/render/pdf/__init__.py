"""Documents as PDF, by way of Typst: templates are its sources, everything else is JSON data."""
