"""From bytes to positioned values: YAML, Markdown, and the tree that holds the blobs. Opens no file."""
