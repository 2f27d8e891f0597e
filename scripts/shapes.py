"""Writes core/graph/shapes/golden/*.json: the shapes that the reference inference of `onnx` finds, to test ours against.

python scripts/shapes.py MODEL.onnx …    (declared intermediate shapes are dropped first, so that all are inferred)
"""

import json
import pathlib
import sys

import onnx

OUT = pathlib.Path(__file__).parent.parent / "core/graph/shapes/golden"


def dimension(dim):
    return dim.dim_value if dim.HasField("dim_value") else dim.dim_param or None


def shape_of(value):
    tensor = value.type.tensor_type
    if not value.type.HasField("tensor_type") or not tensor.HasField("shape"):
        return None
    return [tensor.elem_type, [dimension(dim) for dim in tensor.shape.dim]]


def main():
    OUT.mkdir(exist_ok=True)
    for path in map(pathlib.Path, sys.argv[1:]):
        model = onnx.load(path, load_external_data=False)
        del model.graph.value_info[:]
        inferred = onnx.shape_inference.infer_shapes(model, check_type=False, strict_mode=False, data_prop=True)
        values = [*inferred.graph.value_info, *inferred.graph.output]
        table = {value.name: shape for value in values if (shape := shape_of(value))}
        rows = ",\n".join(f"{json.dumps(name)}:{json.dumps(shape, separators=(',', ':'))}" for name, shape in table.items())
        out = OUT / (path.name.split(".")[0] + ".json")
        out.write_text("{\n" + rows + "\n}\n")
        print(f"{out.name}: {len(table)} values")


if __name__ == "__main__":
    main()
