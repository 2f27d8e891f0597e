"""Writes core/onnx/operatorKernels.json: which operators ONNX Runtime can run on a CPU, in which versions and types.

Run it with the version of `onnxruntime` that package.json names for onnxruntime-node:  python scripts/kernels.py
The form of a row is explained in core/onnx/operatorKernels.ts, which reads it.
"""

import json
import pathlib

import onnx
import onnxruntime
from onnx import TensorProto, defs, helper
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

OUT = pathlib.Path(__file__).parent.parent / "core/onnx/operatorKernels.json"
OPEN_ENDED = 2147483647


def element_code(text):
    if text.startswith("tensor("):
        return TensorProto.DataType.Value(text[7:-1].upper())
    return text


def merged(rows):
    """Kernels of the same versions that differ in the types of one parameter are one row."""
    rows = [[start, end, {name: set(types) for name, types in constraints.items()}] for start, end, constraints in rows]
    done = False
    while not done:
        done = True
        for at, (start, end, types) in enumerate(rows):
            for other in range(at + 1, len(rows)):
                same_place = rows[other][:2] == [start, end] and rows[other][2].keys() == types.keys()
                differing = [name for name in types if same_place and types[name] != rows[other][2][name]]
                if same_place and len(differing) <= 1:
                    for name in differing:
                        types[name] |= rows[other][2][name]
                    del rows[other]
                    done = False
                    break
            if not done:
                break
    return rows


def loads(ir_version, opset):
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "probe", value[:1], value[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir_version)
    try:
        onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        return True
    except Exception:  # the binding raises a class of its own for each kind of refusal
        return False


def newest(probe, candidates):
    return max(candidate for candidate in candidates if probe(candidate))


def main():
    onnxruntime.set_default_logger_severity(4)
    kernels = {}
    for definition in runtime.get_all_opkernel_def():
        if definition.provider == "CPUExecutionProvider":
            types = {name: [element_code(text) for text in allowed] for name, allowed in definition.type_constraints.items()}
            by_name = kernels.setdefault(definition.domain, {})
            by_name.setdefault(definition.op_name, []).append([*definition.version_range, types])
    functions = sorted({schema.name for schema in defs.get_all_schemas_with_history() if schema.domain == "" and (schema.has_function or schema.has_context_dependent_function)})
    lines = []
    for domain, by_name in sorted(kernels.items()):
        rows = []
        for name, found in sorted(by_name.items()):
            compact = [
                [start, 0 if end == OPEN_ENDED else end, {key: sorted(value, key=lambda code: (isinstance(code, str), code)) for key, value in types.items()}]
                for start, end, types in sorted(merged(found), key=lambda row: row[:2])
            ]
            rows.append(f"{json.dumps(name)}:{json.dumps(compact, separators=(',', ':'))}")
        lines.append(f"{json.dumps(domain)}:{{\n" + ",\n".join(rows) + "}")
    head = {
        "onnxruntime": onnxruntime.__version__,
        "irVersion": newest(lambda version: loads(version, 13), range(3, int(onnx.IR_VERSION) + 1)),
        "opset": newest(lambda version: loads(8, version), range(7, defs.onnx_opset_version() + 1)),
        "functions": functions,
    }
    OUT.write_text(json.dumps(head, separators=(",", ":"))[:-1] + ',\n"kernels":{' + ",\n".join(lines) + "}}\n")
    print(f"{OUT}: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
