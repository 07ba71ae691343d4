"""`make bench`: what Fashu does in a second, beside what its peers do, in one run.

A figure by itself says more about a machine than about a program, so each has a peer that works on
the same machine in the same minutes, round by round in turn. Ratios are what counts.
"""
