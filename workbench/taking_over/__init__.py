"""A study begun in another program goes on here, whole or not at all."""
