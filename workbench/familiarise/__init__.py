"""Phase one: transcripts arrive, are corrected without losing a code, and are read."""
