"""Reports of `qmsdoc verify`."""
