# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds bodies against the documents of Mender's API (tests/fixtures/mender/openapi): types, required
members, values that are listed, formats of times. Knows of JSON Schema what those documents use."""

import json
import re
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "mender" / "openapi"
DOCUMENT = json.loads((FOLDER / "openapi.json").read_text())
SCHEMAS = {**json.loads((FOLDER / "schemas.json").read_text())["schemas"], **DOCUMENT["schemas"]}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
NAME_OF = {"InvalidRequestError": "Error", "UnauthorizedError": "Error", "NotFound": "Error", "InternalServerError": "Error"}


def _resolve(schema):
    name = schema["$ref"].rpartition("/")[2]
    return SCHEMAS[NAME_OF.get(name, name)]


def _is_time(text):
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text).replace("Z", "+00:00"))
    except ValueError:
        return False
    return "T" in text


def flaws(value, schema, path="body"):
    """What is wrong with a value, each with its place."""
    if "$ref" in schema:
        schema = _resolve(schema)
    expected = schema.get("type")
    if expected and (not isinstance(value, TYPES[expected]) or (expected in ("integer", "number") and isinstance(value, bool))):
        yield f"{path}: expected {expected}, found {value!r:.80}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if schema.get("format") == "date-time" and not _is_time(value):
        yield f"{path}: {value!r} is no time"
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{path}: lacks {name}"
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from flaws(value[name], inner, f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, each in enumerate(value):
            yield from flaws(each, schema["items"], f"{path}[{index}]")


def find_operation(method, path):
    """The operation of a path, an exact one before one with parameters; None: there is none."""
    best = None
    for template, operations in DOCUMENT["paths"].items():
        pattern = re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(template))
        if method.lower() in operations and re.fullmatch(pattern, path):
            if best is None or template.count("{") < best[0].count("{"):
                best = template, operations[method.lower()]
    return best[1] if best else None


def check_request(method, path, query, body):
    """What is wrong with a request: parameters that the documents do not know, values out of range, a
    body that is not as it should be."""
    operation = find_operation(method, path)
    if operation is None:
        return [f"{method} {path}: the documents know no such request"]
    known = {each["name"]: each["schema"] for each in operation.get("parameters", ()) if each.get("in") == "query"}
    found = []
    for name, value in query.items():
        schema = known.get(name)
        if schema is None:
            found.append(f"{method} {path}: no parameter {name}")
        elif schema.get("type") == "integer":
            if not value.lstrip("-").isdigit() or int(value) > schema.get("maximum", int(value)):
                found.append(f"{method} {path}: {name}={value}")
        elif "enum" in schema and value not in schema["enum"]:
            found.append(f"{method} {path}: {name}={value}")
    if body is not None:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        found += flaws(body, schema, f"{method} {path}: body")
    return found


def check_answer(method, path, status, body):
    """What is wrong with an answer: bytes that are not as the documents say."""
    operation = find_operation(method, path)
    if operation is None:
        return []
    answer = operation["responses"].get(str(status))
    if answer is None:
        return [f"{method} {path}: no answer {status}"]
    if "$ref" in answer:
        return list(flaws(json.loads(body), answer, f"{method} {path} {status}"))
    content = answer.get("content", {}).get("application/json")
    return list(flaws(json.loads(body), content["schema"], f"{method} {path}")) if content else []
