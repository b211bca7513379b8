"""Git, behind one wall: everything that starts a git process is in this folder."""
