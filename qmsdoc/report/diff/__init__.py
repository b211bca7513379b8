"""A comparison as a document controller reads it. A reporter returns its report, prints nothing."""
