"""Writes the trained network as ONNX with nothing folded, and proves that ONNX Runtime computes the same."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from images import SIDE
from network import ShapeNetwork
from outlines import CLASSES
from training import Normalization, Pictures

OPSET = 17
DESCRIPTION = "Names the shape in a 64×64 RGB picture. Trained by the Lathe project on pictures that it drew itself."


def with_dropout(model: onnx.ModelProto, ratio: float) -> onnx.ModelProto:
    """Puts back the Dropout before the classifier: the exporter drops it, though many real models carry one.

    With training_mode false the operator is the identity, so the result stays the same.
    """
    nodes = model.graph.node
    at = next(index for index, node in enumerate(nodes) if node.op_type == "Gemm")
    source, result = nodes[at].input[0], "/dropout/Dropout_output_0"
    inputs = [source, "dropout.ratio", "dropout.training_mode"]
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(ratio, dtype=np.float32), inputs[1]),
            numpy_helper.from_array(np.array(False), inputs[2]),
        ]
    )
    nodes[at].input[0] = result
    nodes.insert(at, helper.make_node("Dropout", inputs, [result], name="/dropout/Dropout"))
    return model


def with_own_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Gives every BatchNorm its own tensors: the exporter shares equal ones through an Identity node.

    A shortcut's bias and its neighbour's are summed, so they learn the same values.
    """
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    shared = [node for node in model.graph.node if node.op_type == "Identity" and node.input[0] in weights]
    for node in shared:
        copied = numpy_helper.to_array(weights[node.input[0]])
        model.graph.initializer.append(numpy_helper.from_array(copied, node.output[0]))
        model.graph.node.remove(node)
    return model


def check(model: onnx.ModelProto) -> None:
    onnx.checker.check_model(model, full_check=True)
    names = [node.name for node in model.graph.node]
    if "" in names or len(set(names)) != len(names):
        raise ValueError("shapes.onnx has nodes without a name of their own; look at the exporter's scopes.")
    kinds = {node.op_type for node in model.graph.node}
    missing = {"BatchNormalization", "Dropout", "Clip", "HardSwish", "Sigmoid", "Gemm"} - kinds
    if missing:
        raise ValueError(f"shapes.onnx lost {sorted(missing)}; this exporter folds them, so use another version.")


def export_onnx(network: ShapeNetwork, normalization: Normalization, path: Path) -> None:
    """Input `image` float32 [batch, 3, 64, 64], output `logits` float32 [batch, classes]."""
    torch.onnx.export(
        network.eval().to(memory_format=torch.contiguous_format),
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(path),
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=OPSET,
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
        dynamo=False,
    )
    model = with_own_weights(with_dropout(onnx.load(path), network.dropout.p))
    model.graph.name = "shapes"
    helper.set_model_props(
        model,
        {
            "description": DESCRIPTION,
            "classes": json.dumps(CLASSES),
            "mean": json.dumps(normalization.mean),
            "std": json.dumps(normalization.std),
        },
    )
    check(model)
    onnx.save(model, path)


def onnx_accuracy(path: Path, pictures: Pictures, normalization: Normalization, network: ShapeNetwork) -> float:
    """Share of right answers by ONNX Runtime; refuses where its logits are not those of the trained network."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    hits, largest = 0, 0.0
    for pixels, labels in zip(pictures.pixels.split(96), pictures.labels.split(96), strict=True):
        batch = normalization.apply(pixels)
        logits = session.run(["logits"], {"image": batch.numpy()})[0]
        with torch.no_grad():
            largest = max(largest, float(np.abs(logits - network(batch).numpy()).max()))
        hits += int((logits.argmax(1) == labels.numpy()).sum())
    print(f"largest difference between ONNX Runtime and PyTorch: {largest:.1e}")
    if largest > 1e-3:
        raise ValueError(f"{path.name} differs from the trained network by {largest}; do not ship it.")
    return hits / len(pictures.labels)
