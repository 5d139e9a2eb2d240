"""Others look at the work: debriefers, participants, and the researcher herself."""
