"""Quality management documents as code: validate, render and diff a quality system kept in git."""

__version__ = "0.1.0"
