"""The commands without a command line."""
