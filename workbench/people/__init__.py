"""The people who took part: consent, groups, links, withdrawal, and who they are."""
