"""Documents as pages: values in, bytes out. Nothing here reads or writes a file of the workspace."""
