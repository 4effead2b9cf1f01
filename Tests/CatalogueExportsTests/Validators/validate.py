"""Holds instances to schemas with the `jsonschema` package.

Reads {"schemas": {name: schema}, "cases": [[name, instance], ...]} from the file that is named, and prints for each case
null where the schema accepts the instance, or why it does not.
"""

import json
import sys

from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.validators import validator_for

with open(sys.argv[1], encoding="utf-8") as file:
    work = json.load(file)

validators = {}
for name, schema in work["schemas"].items():
    kind = validator_for(schema, default=Draft7Validator)
    kind.check_schema(schema)
    validators[name] = kind(schema)


def verdict(name, instance):
    errors = sorted(validators[name].iter_errors(instance), key=lambda error: list(map(str, error.absolute_path)))
    return "; ".join(f"{error.json_path}: {error.message[:200]}" for error in errors[:3]) or None


json.dump([verdict(name, instance) for name, instance in work["cases"]], sys.stdout)
