"""Makes the bundled sample from seeds: draws the pictures, trains the network, exports and measures it.

python make_sample.py --out DIR [--epochs 14] [--per-class 1000]
"""

import argparse
import json
from pathlib import Path

import torch

from export import export_onnx, onnx_accuracy
from images import SIDE, draw_jpeg
from outlines import CLASSES
from training import Normalization, Pictures, decoded, draw_pictures, measured_normalization, train

# One series of pictures each: no picture of one can be in another.
TRAIN_SEED, VALIDATION_SEED, CALIBRATION_SEED, TEST_SEED = 1_001, 2_002, 3_003, 5_005
CALIBRATION_PER_CLASS, TEST_PER_CLASS, VALIDATION_PER_CLASS = 8, 48, 50
THREADS = 2


def write_calibration(folder: Path) -> None:
    """Flat, and numbered so that any first part of the list is balanced too."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(CALIBRATION_PER_CLASS):
        for label in range(len(CLASSES)):
            name = f"{index * len(CLASSES) + label:03d}.jpg"
            (folder / name).write_bytes(draw_jpeg(CALIBRATION_SEED, label, index))


def write_test(folder: Path) -> None:
    for label, name in enumerate(CLASSES):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for index in range(TEST_PER_CLASS):
            (folder / name / f"{index:03d}.jpg").write_bytes(draw_jpeg(TEST_SEED, label, index))


def read_test(folder: Path) -> Pictures:
    files = [(label, file) for label, name in enumerate(CLASSES) for file in sorted((folder / name).glob("*.jpg"))]
    pixels = [torch.from_numpy(decoded(file.read_bytes())) for _, file in files]
    return Pictures(torch.stack(pixels), torch.tensor([label for label, _ in files]))


def write_preprocessing(normalization: Normalization, path: Path) -> None:
    record = {
        "kind": "image",
        "resize": {"width": SIDE, "height": SIDE, "fit": "fill"},
        "channels": "rgb",
        "layout": "nchw",
        "scale": 1 / 255,
        "mean": normalization.mean,
        "std": normalization.std,
    }
    path.write_text(json.dumps(record, indent=2) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--epochs", type=int, default=14)
    arguments.add_argument("--per-class", type=int, default=1000)
    given = arguments.parse_args()
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)

    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "classes.txt").write_text("\n".join(CLASSES) + "\n")
    write_calibration(given.out / "calibration")
    write_test(given.out / "test")

    pictures = draw_pictures(TRAIN_SEED, given.per_class)
    normalization = measured_normalization(pictures)
    write_preprocessing(normalization, given.out / "preprocessing.json")
    print(f"{len(pictures.labels)} pictures drawn, mean {normalization.mean}, std {normalization.std}", flush=True)

    validation = draw_pictures(VALIDATION_SEED, VALIDATION_PER_CLASS)
    network = train(pictures, validation, normalization, given.epochs, seed=TRAIN_SEED)
    model = given.out / "shapes.onnx"
    export_onnx(network, normalization, model)
    held_out = onnx_accuracy(model, read_test(given.out / "test"), normalization, network)
    print(f"held-out accuracy, ONNX Runtime, FP32: {held_out:.4f}")


if __name__ == "__main__":
    main()
