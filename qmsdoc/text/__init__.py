"""Text: places in it, words of it, how to show it safely. Knows nothing of documents."""
