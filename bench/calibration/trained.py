"""Data of the trained models as arrays, the same for both tools: trained.py FOLDER SAMPLE_FOLDER [ULTRAFACE_FOLDER]."""

import json
import sys
from pathlib import Path

import numpy
import onnx
from onnx import version_converter
from PIL import Image


def sample_images(folder, preprocessing):
    mean, std = (numpy.array(preprocessing[key], dtype=numpy.float32).reshape(3, 1, 1) for key in ("mean", "std"))
    for path in sorted(folder.rglob("*.*")):
        pixels = numpy.asarray(Image.open(path).convert("RGB"), dtype=numpy.float32).transpose(2, 0, 1)
        yield (pixels * numpy.float32(preprocessing["scale"]) - mean) / std


def crops(folder, count, seed):
    """Random crops of the photographs at the detector's size, mirrored half of the time."""
    random = numpy.random.default_rng(seed)
    photographs = [Image.open(path).convert("RGB") for path in sorted(folder.iterdir())]
    for index in range(count):
        photograph = photographs[index % len(photographs)]
        share = random.uniform(0.4, 1.0)
        width, height = int(photograph.width * share), int(photograph.height * share)
        left, top = random.integers(photograph.width - width + 1), random.integers(photograph.height - height + 1)
        crop = photograph.crop((left, top, left + width, top + height)).resize((320, 240), Image.Resampling.BILINEAR)
        pixels = numpy.asarray(crop, dtype=numpy.float32)
        if random.random() < 0.5:
            pixels = pixels[:, ::-1]
        yield ((pixels - 127) / 128).transpose(2, 0, 1)


def spread(values, count):
    return numpy.stack([values[index * len(values) // count] for index in range(count)]).astype(numpy.float32)


folder, sample = Path(sys.argv[1]), Path(sys.argv[2])
preprocessing = json.loads((sample / "preprocessing.json").read_text())
calibration = list(sample_images(sample / "calibration", preprocessing))
for count in (16, 64):
    numpy.save(folder / f"shapes-{count}.npy", spread(calibration, count))
numpy.save(folder / "shapes-held-out.npy", spread(list(sample_images(sample / "test", preprocessing)), 64))
if len(sys.argv) > 3:
    # In opset 9, as it comes, quantize_static writes a model that ONNX Runtime refuses: scales per channel came with 13.
    detector = onnx.load(Path(sys.argv[3]) / "ultraface-rfb-320.onnx")
    weights = {tensor.name for tensor in detector.graph.initializer}
    inputs = [value for value in detector.graph.input if value.name not in weights]
    del detector.graph.input[:]
    detector.graph.input.extend(inputs)
    detector.ir_version = 8
    onnx.save(version_converter.convert_version(detector, 17), folder / "ultraface.onnx")
    photographs = Path(sys.argv[3]) / "photos"
    for count in (16, 64):
        numpy.save(folder / f"ultraface-{count}.npy", numpy.stack(list(crops(photographs, count, 1))).astype(numpy.float32))
    numpy.save(folder / "ultraface-held-out.npy", numpy.stack(list(crops(photographs, 32, 2))).astype(numpy.float32))
