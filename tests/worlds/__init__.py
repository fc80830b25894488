"""
Small worlds: tiny vocabularies and maps, in which every scenario can be gone through.

`making` and `documents` invent them. `space`, `reading` and `values` say what documents mean,
written from the definitions alone: they know nothing of policykit. `engine` puts the same into
the engine's own types, and `checking` holds its answers against the definitions.
"""
