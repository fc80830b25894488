"""The command line: one module a command; the only place with a clock and a terminal."""
