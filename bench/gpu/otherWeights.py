"""Writes a model again with other weights, the same nodes and names: otherWeights.py MODEL OTHER."""

import sys

import numpy
import onnx
from onnx import numpy_helper

model = onnx.load(sys.argv[1])
generator = numpy.random.default_rng(7)
for tensor in model.graph.initializer:
    values = numpy_helper.to_array(tensor)
    if values.dtype == numpy.float32 and values.ndim > 1:
        noise = generator.normal(1, 0.1, values.shape).astype(numpy.float32)
        tensor.CopyFrom(numpy_helper.from_array(values * noise, tensor.name))
onnx.save(model, sys.argv[2])
