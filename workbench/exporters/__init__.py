"""What leaves the study: tables, quotes, the trail, and every record as data."""
