"""The views of Familiarise: the list, the text with its notes, the search."""
