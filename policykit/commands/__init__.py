"""The command line: one module a command; the only place with a clock, an environment, a terminal."""
