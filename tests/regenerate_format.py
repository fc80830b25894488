"""
Make `docs/format.md`, the manual of the format, from the schemas and the vocabulary.

Run it as `make docs` after either changed; `test_schemas.py` notices when it is due. What a field
means is written in `policykit/schemas/`; here is the frame: how to begin, and what no schema says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from policykit.jurisdictions import atlas
from policykit.model import KINDS, SELECTORS
from policykit.schema import schema_text
from policykit.vocabulary import vocabulary
from policykit.vocabulary.terms import LISTS
from tests.regenerate_schemas import in_yaml, takes

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "format.md"

HEAD: Final = """\
<!-- Made by `make docs` from policykit/schemas and policykit/vocabulary: edit those, or the frame
in tests/regenerate_format.py. The YAML of the example is kept as it stands here. -->
# Writing a policy

A policy is a folder `policies/<publisher>/<document>/` with a `policy.yaml`, which does not change
between versions, and one file a version. Begin with the example, and look fields up below:
[policy.yaml](#policyyaml), [a version](#a-version), [clauses](#clauses), [words](#words),
[YAML](#yaml), [in an editor](#in-an-editor).

`policies/acme/privacy/policy.yaml`

<!-- file: policy.yaml -->
```yaml
"""

BETWEEN: Final = """\
`policies/acme/privacy/2.0.0.yaml` is the next one, with the same ids. Then `policykit validate` and
`policykit diff acme/privacy@1.0.0..2.0.0`. A version that is being written is `draft.yaml`; it
needs no number and no date, and is never in force.
"""

SELECTING: Final = """\
A rule about an operation speaks of the data, people, recipients, purposes and destinations that its
selectors name. A list is any of its terms, a term covers all narrower ones, a field left out is
anything, and an empty list is an error. A prohibition beats a requirement and a requirement a
permission, wherever they stand in the file.
"""

YAML: Final = """\
## YAML

Read as the core schema of YAML 1.2: `NO`, `on`, `2024-09-23` and `12:30` are text, `8.10` is a
number (so put a section in quotes). Duplicate keys, several documents, tags, merge keys, deep
nesting and characters that cannot be seen are errors with their place.
"""

RELEASES: Final = """\
## A draft, a release and `policykit.lock`

The next version is written in `draft.yaml`: a version without a number, in force nowhere. To begin
one, copy the last version's file and take out `version` and the dates.
`policykit release acme/privacy` gives it the number that its changes ask for and the day, keeps
its comments, and puts it into `policykit.lock`; so it does with numbered versions that are not in
there yet, in the order of their numbers, which is how a history gets its lock. A number smaller
than the changes ask for, short notice and a lock that proves nothing any more are refused. All of
it happens, or nothing does.

What is in the lock is released and never edited: `policykit validate` proves it, and names what
was edited, removed, put between or moved. A numbered file outside the lock is not released,
unless the commit has it that `validate --against` compares with.
"""

EDITOR: Final = """\
## In an editor

An editor with a YAML language server (VS Code with the YAML extension, Neovim, Emacs, Zed, …) marks
mistakes, offers fields, terms, conditions, commitments and places, and shows the sentences of this
page where the pointer rests, if the first line of a file names its schema, by a path from the file:

```yaml
# yaml-language-server: $schema=../../schemas/version-1.json
```

`policykit init` puts the schemas for editors into `policies/schemas/` and writes that line, and
`policykit import` writes it too; keep them with the policies, so that the path is right on every
machine. `policykit schema version --editor` and `policykit schema policy --editor` print them, for
other places and after an update. Without `--editor` they say the same of fields and nothing of the
vocabulary. In a checkout of policykit they are in `policykit/schemas/editor/`.
An editor does not see what takes two files or a comparison: that is for `policykit validate`.
"""

NAMED_SHAPES: Final[Mapping[str, str]] = {
    "day": "day",
    "places": "list of places",
    "terms": "list of terms",
    "words": "list of terms",
}
TYPES: Final[Mapping[str, str]] = {
    "string": "text",
    "boolean": "`true` or `false`",
    "integer": "whole number",
    "null": "`null`",
    "object": "map",
}


def manual(example: Mapping[str, str]) -> str:
    """
    The text of the manual.

    Parameters:
        example: the YAML of the files in the example, by name.

    """
    policy, version = (json.loads(schema_text(name)) for name in ("policy", "version"))
    return "\n".join(
        [
            f"{HEAD}{example['policy.yaml']}```\n\n`policies/acme/privacy/1.0.0.yaml`\n",
            f"<!-- file: 1.0.0.yaml -->\n```yaml\n{example['1.0.0.yaml']}```\n",
            BETWEEN,
            *_policy(policy),
            *_version(version),
            *_clauses(version),
            *_words(),
            RELEASES,
            *_lock(json.loads(schema_text("lock"))),
            YAML,
            EDITOR.rstrip(),
            "",
        ]
    )


def _policy(schema: Any) -> Iterable[str]:
    yield f"## `policy.yaml`\n\n{schema['description']}\n"
    yield _table(schema, schema)
    own = schema["properties"]["vocabulary"]
    yield f"### `vocabulary`: a policy's own words\n\n{own['description']}\n"
    yield _table(own, schema)
    for name, about in (
        ("term", "A term, in any list of terms"),
        ("condition", "A condition, in `conditions`"),
        ("wording", "The `wording` of a condition"),
        ("commitment", "A commitment, in `commitments`"),
        ("group", "A group of places, in `groups`"),
        ("period", "The period of a member, in the `members` of a group"),
    ):
        part = schema["$defs"][name]
        yield f"#### {about}\n\n{part['description']}\n"
        yield _table(part, schema)


def _version(schema: Any) -> Iterable[str]:
    yield f"## A version\n\n{schema['description']}\n"
    yield _table(schema, schema)
    source = schema["$defs"]["source"]
    yield f"### A source, in `sources`\n\n{source['description']}\n"
    yield _table(source, schema)


def _lock(schema: Any) -> Iterable[str]:
    """The fields of a lock and of its entries."""
    yield f"{schema['description']}\n"
    yield _table(schema, schema)
    yield "An entry of `entries`:\n"
    yield _table(schema["properties"]["entries"]["items"], schema)


def _clauses(schema: Any) -> Iterable[str]:
    definitions = schema["$defs"]
    yield f"## Clauses\n\n{definitions['clause']['properties']['kind']['description']}\n"
    yield SELECTING
    fields_of = {kind: definitions[kind]["properties"] for kind in KINDS}
    shared = set.intersection(*(set(fields_of[kind]) for kind in KINDS if kind != "figure"))
    yield "### Fields of every clause\n"
    yield _table(definitions["clause"], schema, [name for name in definitions if name in shared])
    groups: dict[str, list[str]] = {}
    for kind in KINDS:
        fields = json.dumps([*definitions[kind]["properties"]])
        groups.setdefault(fields, []).append(kind)
    for kinds in groups.values():
        yield f"### {', '.join(f'`{kind}`' for kind in kinds)}\n"
        yield "\n".join(f"- **`{kind}`**: {definitions[kind]['description']}" for kind in kinds)
        part = definitions[kinds[0]]
        own = [name for name in part["properties"] if name not in shared]
        if own:
            yield f"\nBesides the fields of every clause:\n\n{_table(part, schema, own)}"
        else:
            yield "\nIt has the fields of every clause and no others.\n"
        if missing := [name for name in definitions if name in shared - part["properties"].keys()]:
            yield f"It has no {', '.join(f'`{name}`' for name in missing)}.\n"
        if narrowing := part.get("dependentRequired"):
            fields = ", ".join(f"`{name}`" for name in narrowing)
            yield f"{fields} are allowed only beside `applies_to`.\n"
    yield f"### Selectors and conditions, in `when` and `unless`\n\n{_about('selection', schema)}\n"
    yield f"### What is promised, in `commitments`\n\n{_about('promise', schema)}\n"
    for name in ("case", "measure", "period", "counts"):
        yield f"{definitions[name]['description']}\n"
        yield _table(definitions[name], schema)


def _about(name: str, schema: Any) -> str:
    part = schema["$defs"][name]
    shown = ", ".join(f"`{in_yaml(example)}`" for example in part["examples"])
    return f"{part['description']} For example: {shown}."


def _words() -> Iterable[str]:
    shipped = vocabulary()
    yield (
        "## Words\n\nTerms, conditions and commitments are listed, with what they mean, in"
        " [`policykit/vocabulary`](../policykit/vocabulary), and groups of places in"
        " [`policykit/jurisdictions/groups.yaml`](../policykit/jurisdictions/groups.yaml).\n"
    )
    yield "### Lists of terms\n\nA term covers all that are narrower.\n"
    yield "| list | terms | the broadest |\n| --- | --- | --- |"
    for name, terms in shipped.lists.items():
        if name == "operations":
            continue
        roots = [f"`{term.id}`" for term in terms.values() if not term.broader and not term.members]
        file = f"[`{name}`](../policykit/vocabulary/{LISTS[name]})"
        yield f"| {file} | {len(terms)} | {', '.join(roots)} |"
    yield "\n### Conditions\n\nIn `when` and `unless`, beside the selectors "
    yield f"{', '.join(f'`{name}`' for name in SELECTORS)}.\n"
    yield "| condition | takes | what it says |\n| --- | --- | --- |"
    takes_ = {"boolean": "`true` or `false`", "jurisdictions": "list of places"}
    for condition in shipped.conditions.values():
        shape = takes_.get(condition.shape, f"list of terms of `{condition.list}`")
        yield f"| `{condition.id}` | {shape} | {_cell(condition.description)} |"
    yield "\n### Commitments\n"
    yield "| commitment | takes | not stated | what it says |\n| --- | --- | --- | --- |"
    for commitment in shipped.commitments.values():
        absent = "nothing" if commitment.absent is None else f"`{in_yaml(commitment.absent)}`"
        row = (f"`{commitment.id}`", takes(commitment), absent, commitment.description)
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"
    yield "\n### Groups of places\n"
    yield "| group | title |\n| --- | --- |"
    for code, group in atlas().groups.items():
        yield f"| `{code}` | {_cell(group.title)} |"
    yield ""


def _table(schema: Any, whole: Any, fields: Iterable[str] | None = None) -> str:
    """The fields of a map: name, whether it must be there, shape, and what is said of it."""
    rows = ["| field | must be there | shape | what it says |", "| --- | --- | --- | --- |"]
    properties = schema["properties"]
    for name in properties if fields is None else fields:
        part = _resolved(properties.get(name, {"$ref": f"#/$defs/{name}"}), whole)
        needed = "yes" if name in schema.get("required", ()) else ""
        about = part["description"]
        if part.get("examples"):
            about += f" Example: `{in_yaml(part['examples'][0])}`"
        shape = _shape(properties.get(name, {"$ref": f"#/$defs/{name}"}), whole)
        rows.append(f"| `{name}` | {needed} | {_cell(shape)} | {_cell(about)} |")
    return "\n".join([*rows, ""])


def _shape(schema: Any, whole: Any) -> str:
    """What a value looks like, in a few words."""
    if (name := schema.get("$ref", "").rpartition("/")[2]) in NAMED_SHAPES:
        # A policy's own `terms` are a map, from which a list is elsewhere.
        return NAMED_SHAPES[name] if whole["$defs"][name]["type"] != "object" else "map"
    if name:
        target = whole["$defs"][name]
        return _shape(
            {**target, **_without_reference(schema)} if "$ref" in target else target, whole
        )
    if "const" in schema:
        return f"`{in_yaml(schema['const'])}`"
    if "enum" in schema:
        return _alternatives(f"`{in_yaml(value)}`" for value in schema["enum"])
    if "if" in schema and "else" in schema:
        first = schema.get("then") or schema["if"]
        return _alternatives([_shape(schema["else"], whole), _shape(first, whole)])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {_several(schema['items'], whole)}"
    if isinstance(kind, list):
        return _alternatives(TYPES[one] for one in kind)
    return TYPES.get(kind, "any value")


def _several(items: Any, whole: Any) -> str:
    shape = _shape(items, whole)
    return {"text": "texts", "map": "maps", "any value": "clauses"}.get(shape, shape)


def _alternatives(shapes: Iterable[str]) -> str:
    listed = list(dict.fromkeys(shapes))
    return " or ".join([", ".join(listed[:-1]), listed[-1]] if listed[1:] else listed)


def _resolved(schema: Any, whole: Any) -> Any:
    while "$ref" in schema:
        target = whole["$defs"][schema["$ref"].rpartition("/")[2]]
        schema = {**target, **_without_reference(schema)}
    return schema


def _without_reference(schema: Any) -> Any:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def example(text: str) -> dict[str, str]:
    """The files of the example in a manual, by name; they are kept as they stand there."""
    found = {}
    for part in text.split("<!-- file: ")[1:]:
        name, _, rest = part.partition(" -->\n```yaml\n")
        found[name] = rest.partition("```")[0]
    return found


def main() -> None:
    TARGET.write_text(manual(example(TARGET.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main()
