"""The views of Settings, People and Trail: what surrounds the analysis."""
