"""Exports the networks that the fusion preview is scored on, with seeded random weights: export.py FOLDER [NAME…],
or takes the weights out of a model: export.py --without-weights MODEL OUT.

Writes NAME.onnx, what it was calibrated on as NAME.npy where its one input holds floats, and NAME.graph.onnx: the same
model without its weights, as it is kept in this repository.
"""

import sys
import traceback
from pathlib import Path

import numpy
import onnx
import torch

sys.path.insert(0, str(Path(__file__).parent))
from models import attention, convolutional, detection, mobile

FAMILIES = (convolutional, mobile, detection, attention)
KEPT_ELEMENTS = 64


def settle(model, inputs):
    """Gives batch normalisations the statistics that training would leave, so that activations stay in range."""
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(*[torch.randn(4, *value.shape[1:]) if value.is_floating_point() else value for value in inputs])
    return model.eval()


def export(folder, name, family):
    torch.manual_seed(7)
    model = family.MODELS[name]()
    inputs = getattr(family, "INPUTS", {}).get(name) or (torch.randn(*family.SHAPES.get(name, (1, 3, 224, 224))),)
    if any(isinstance(module, torch.nn.BatchNorm2d) for module in model.modules()):
        try:
            settle(model, inputs)
        except RuntimeError:
            pass  # A network whose forward pass knows its batch size keeps its first statistics.
    model.eval()
    file = folder / f"{name}.onnx"
    names = ["x"] if len(inputs) == 1 else [f"x{index}" for index in range(len(inputs))]
    torch.onnx.export(model, inputs, str(file), input_names=names, opset_version=17, dynamo=False)
    if len(inputs) == 1 and inputs[0].is_floating_point():
        generator = numpy.random.default_rng(7)
        numpy.save(folder / f"{name}.npy", generator.standard_normal((8, *inputs[0].shape[1:]), dtype=numpy.float32))
    without_weights(file, folder / f"{name}.graph.onnx")


def without_weights(file, out):
    model = onnx.load(str(file))
    offset = 0
    constants = [attribute.t for node in model.graph.node if node.op_type == "Constant" for attribute in node.attribute if attribute.HasField("t")]
    for tensor in [*model.graph.initializer, *constants]:
        length = len(tensor.raw_data)
        if numpy.prod(tensor.dims) <= KEPT_ELEMENTS or length == 0:
            continue
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", "weights.bin"), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        offset += length
    out.write_bytes(model.SerializeToString(deterministic=True))


def main(folder, *names):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        for name in family.MODELS:
            if names and name not in names:
                continue
            try:
                export(folder, name, family)
                print(name, "exported", flush=True)
            except Exception as error:  # One network that this version of a library cannot export does not stop the others.
                print(name, "NOT exported:", type(error).__name__, str(error)[:300], file=sys.stderr, flush=True)
                if "-v" in sys.argv:
                    traceback.print_exc()


if sys.argv[1] == "--without-weights":
    without_weights(Path(sys.argv[2]), Path(sys.argv[3]))
else:
    main(*[word for word in sys.argv[1:] if word != "-v"])
