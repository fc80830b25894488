"""
The space of scenarios, and sets of scenarios in it.

A scenario is one datum to one recipient for one purpose, under given conditions, of a person who
lives somewhere: a point in a finite product of coordinates. A clause covers boxes of that space;
a decision diagram holds what differs; covers give sets of terms their shortest names.

Source: docs/semantics.md.
"""
