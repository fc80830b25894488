"""
Is a document shaped like a policy?

The schemas are the files in `policykit/schemas/`; those for editors are made from them. A clause is
checked against the definition of its own kind, so that one mistake gives one finding.
Functions of our own say in microseconds that a clause is well-formed, `jsonschema-rs` where there
are many; only of one that is not does `jsonschema` say why, in our words, and the schema's own
description says how to mend it.
"""

from policykit.schema.accepting import expect_many, well_formed
from policykit.schema.checking import (
    check_config,
    check_lock,
    check_policy,
    check_version,
    check_waivers,
    shape_errors,
    sound_parts,
)
from policykit.schema.definitions import (
    FOR_EDITORS,
    NAMES,
    UnknownSchema,
    definition,
    fields_of,
    patch_of,
    schema_text,
    spelled_out,
)

__all__ = [
    "FOR_EDITORS",
    "NAMES",
    "UnknownSchema",
    "check_config",
    "check_lock",
    "check_policy",
    "check_version",
    "check_waivers",
    "definition",
    "expect_many",
    "fields_of",
    "patch_of",
    "schema_text",
    "shape_errors",
    "sound_parts",
    "spelled_out",
    "well_formed",
]
