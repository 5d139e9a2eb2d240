"""The board of codes and themes: what it shows, what it sends, how it stands in a page.

`picture` reads the study for the board, `acts` turns what was done there into
decisions, `wall` is the component in the app; the part in the browser is `frontend/`.
"""
