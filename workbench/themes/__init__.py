"""Phases three to five: groupings to look at, candidate themes, themes."""
