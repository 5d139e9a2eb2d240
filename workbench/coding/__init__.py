"""Phase two: segments get codes, by hand first."""
