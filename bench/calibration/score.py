"""SQNR of quantized models' outputs against FP32 on held-out samples, all by ONNX Runtime: score.py FP32 DATA MODEL…"""

import json
import sys

import numpy
import onnxruntime


def outputs(path, samples):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return [session.run(None, {name: sample[None]}) for sample in samples]


reference_path, data, *models = sys.argv[1:]
samples = numpy.load(data)
reference = outputs(reference_path, samples)
found = {}
for path in models:
    signal = noise = 0.0
    for exact, rough in zip(reference, outputs(path, samples)):
        for a, b in zip(exact, rough):
            signal += float(numpy.square(a, dtype=numpy.float64).sum())
            noise += float(numpy.square(a.astype(numpy.float64) - b).sum())
    found[path] = 10 * numpy.log10(signal / noise) if noise > 0 else None
print(json.dumps(found))
