"""Exports a ResNet-50 with seeded random weights (no network is needed) and samples to calibrate on: resnet50.py FOLDER."""

import sys
from pathlib import Path

import numpy
import timm
import torch

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)
# Else every residual branch ends in zeros, and accuracy would say little.
model = timm.create_model("resnet50", pretrained=False, zero_init_last=False).eval()
image = torch.randn(1, 3, 224, 224)
# Statistics of the batch normalisations as training leaves them, so that activations stay in range.
model.train()
with torch.no_grad():
    for _ in range(4):
        model(torch.randn(8, 3, 224, 224))
model.eval()
torch.onnx.export(model, (image,), str(folder / "resnet50.onnx"), input_names=["x"], output_names=["y"],
    dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}}, opset_version=17, dynamo=False)
generator = numpy.random.default_rng(7)
numpy.save(folder / "calibration.npy", generator.standard_normal((64, 3, 224, 224), dtype=numpy.float32))
numpy.save(folder / "test.npy", generator.standard_normal((32, 3, 224, 224), dtype=numpy.float32))
