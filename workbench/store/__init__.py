"""The project: its trail, the wording, and the current state computed from both.

The only package that speaks SQL. `Project.record` is the one way to change a study;
everything else here reads, checks, copies or erases.
"""
