"""
`make mutants`: small faults put into the engine, one at a time, to see that the tests find each.

Mutated are the modules that say what a version means: scenarios, overlays, outcomes, decisions.
Every mutant runs in a process of its own, forked from one that has imported everything and run
nothing, so that a mutant costs as long as it takes to find it and not the second of starting
Python. A function gets the code of its mutant in place; what a module does while it is imported
is mutated in a new process that imports it so. No file is written.

A mutant is held against the random worlds of `tests/worlds` and the tests that go through the
line it is on (`battery.py`), those that found most in least time first, until one fails or takes
twenty times as long as it should.

Why no library: mutmut 3 puts every mutant of a function behind a switch that looks into the
environment at each call, which the recursions here go through a million times; it leaves out
functions with a decorator and everything outside functions, runs pytest only, and writes a
`mutants` folder into the project. cosmic-ray writes each mutant over the file and starts a new
interpreter and the whole test command for it. Both know nothing of worlds by seed.
"""
