"""Group 5: versions, signatures and the control of documents."""
