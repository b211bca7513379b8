"""What a quality system is made of, as plain frozen values."""
