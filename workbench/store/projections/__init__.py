"""What follows from each kind of decision for the current state, one file per phase.

A projection obeys: it checks nothing, looks nothing up, and computes nothing that is
not in the decision or its event, so that replay gives the same state for ever.
"""
