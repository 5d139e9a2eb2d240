"""The transcript pane: what it shows, what it sends, and how it stands in a page.

`picture` reads a transcript for the pane, `acts` turns what was done there into
decisions, `pane` is the component in the app; the part in the browser is `frontend/`.
"""
