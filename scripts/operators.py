"""Writes core/onnx/operators.json, the table of operator schemas, from the installed packages `onnx` and `onnxruntime`.

Run it after raising the version of either:  python scripts/operators.py
The form of a row is explained in core/onnx/operatorTable.ts, which reads it.
"""

import json
import pathlib

import onnx
import onnxruntime
from onnx import defs, helper
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

OUT = pathlib.Path(__file__).parent.parent / "core/onnx/operators.json"
OPTION = {defs.OpSchema.FormalParameterOption.Optional: "?", defs.OpSchema.FormalParameterOption.Variadic: "*"}
UNBOUNDED = 2147483647
ATTRIBUTE = {"SPARSE_TENSOR": "sparseTensor", "TYPE_PROTO": "type", "SPARSE_TENSORS": "sparseTensors", "TYPE_PROTOS": "types"}


def element_code(text):
    """tensor(float16) becomes 10; anything that is no tensor stays as the schema writes it."""
    if text.startswith("tensor(") and text.endswith(")"):
        return onnx.TensorProto.DataType.Value(text[7:-1].upper())
    return text


class TypeSets:
    """Each distinct set of types is written once and named by its place."""

    def __init__(self):
        self.rows, self.places = [], {}

    def place(self, types):
        row = sorted((element_code(text) for text in types), key=lambda code: (isinstance(code, str), code))
        key = json.dumps(row)
        if key not in self.places:
            self.places[key] = len(self.rows)
            self.rows.append(row)
        return self.places[key]


def parameters(items, sets, constraints):
    words = []
    for item in items:
        kind = item.type_str if item.type_str in constraints else f"={sets.place([item.type_str])}"
        mixed = "~" if not item.is_homogeneous else ""
        words.append(f"{item.name.replace(' ', '_')}{OPTION.get(item.option, '')}{mixed}:{kind}")
    return " ".join(words)


def attribute(item):
    kind = item.type.name
    row = [item.name, ATTRIBUTE.get(kind, kind.lower())]
    if item.required:
        row[1] += "!"
    if item.default_value.type:
        value = helper.get_attribute_value(item.default_value)
        if isinstance(value, bytes):
            row.append(value.decode())
        elif isinstance(value, (int, str)):
            row.append(value)
        elif isinstance(value, float):
            row.append(float(f"{value:.7g}"))
        elif isinstance(value, list):
            row.append([entry.decode() if isinstance(entry, bytes) else entry for entry in value])
    return row


def limit(count):
    return -1 if count == UNBOUNDED else count


def row(schema, sets):
    constraints = {item.type_param_str: sets.place(item.allowed_type_strs) for item in schema.type_constraints}
    return [
        schema.since_version,
        1 if schema.deprecated else 0,
        parameters(schema.inputs, sets, constraints),
        parameters(schema.outputs, sets, constraints),
        [schema.min_input, limit(schema.max_input), schema.min_output, limit(schema.max_output)],
        constraints,
        [attribute(item) for _, item in sorted(schema.attributes.items())],
    ]


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def one_operator_a_line(table):
    """Raising a package then shows as the lines of the operators that changed."""
    domains = [
        compact(domain) + ":{\n" + ",\n".join(f"{compact(name)}:{compact(rows)}" for name, rows in by_name.items()) + "}"
        for domain, by_name in table["operators"].items()
    ]
    rest = [f"{compact(key)}:{compact(value)}" for key, value in table.items() if key != "operators"]
    return "{" + ",\n".join(rest) + ',\n"operators":{' + ",\n".join(domains) + "}}\n"


def latest(domain, by_name):
    return defs.onnx_opset_version() if domain == "" else max(row[0] for rows in by_name.values() for row in rows)


def main():
    sets, operators = TypeSets(), {}
    for schema in sorted(defs.get_all_schemas_with_history(), key=lambda s: (s.domain, s.name, s.since_version)):
        operators.setdefault(schema.domain, {}).setdefault(schema.name, []).append(row(schema, sets))
    named = {}
    for schema in runtime.get_all_operator_schema():
        if schema.domain.startswith("com.microsoft"):
            named.setdefault(schema.domain, set()).add(schema.name)
    for definition in runtime.get_all_opkernel_def():
        if definition.domain.startswith("com.microsoft"):
            named.setdefault(definition.domain, set()).add(definition.op_name)
    table = {
        "onnx": onnx.__version__,
        "onnxruntime": onnxruntime.__version__,
        "irVersion": int(onnx.IR_VERSION),
        "latest": {domain: latest(domain, by_name) for domain, by_name in operators.items()},
        "types": sets.rows,
        "operators": operators,
        "names": {domain: sorted(names) for domain, names in sorted(named.items())},
    }
    OUT.write_text(one_operator_a_line(table))
    print(f"{OUT}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
