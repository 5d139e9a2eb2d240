"""The sample study: invented people, a true way of working, replayed from its story."""
