"""Pictures as tensors, and the training loop: fixed seeds, fixed threads, the last weights are the result."""

import io
import time
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from images import draw_jpeg
from network import ShapeNetwork
from outlines import CLASSES


@dataclass(frozen=True)
class Pictures:
    """pixels: uint8 [n, 3, 64, 64] as decoded from JPEG; labels: int64 [n]."""

    pixels: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Normalization:
    """Per channel, of pixels scaled to 0…1: x = (pixel / 255 - mean) / std."""

    mean: list[float]
    std: list[float]

    def apply(self, pixels: Tensor) -> Tensor:
        shape = (1, 3, 1, 1)
        return (pixels.float() / 255 - torch.tensor(self.mean).view(shape)) / torch.tensor(self.std).view(shape)


def decoded(jpeg: bytes) -> np.ndarray:
    """uint8 [3, 64, 64], red first."""
    return np.array(Image.open(io.BytesIO(jpeg)).convert("RGB")).transpose(2, 0, 1)


def draw_pictures(seed: int, per_class: int) -> Pictures:
    order = [(label, index) for index in range(per_class) for label in range(len(CLASSES))]
    pixels = np.stack([decoded(draw_jpeg(seed, label, index)) for label, index in order])
    return Pictures(torch.from_numpy(pixels), torch.tensor([label for label, _ in order]))


def measured_normalization(pictures: Pictures) -> Normalization:
    """Rounded to four digits, so that the file that ships says exactly what training used."""
    channels = pictures.pixels.numpy().transpose(1, 0, 2, 3).reshape(3, -1) / np.float32(255)
    return Normalization(
        [round(float(mean), 4) for mean in channels.mean(axis=1, dtype=np.float64)],
        [round(float(std), 4) for std in channels.std(axis=1, dtype=np.float64)],
    )


def varied(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """One of the eight turns and mirrorings of a square, colours exchanged: no class changes its name by them."""
    turn = int(torch.randint(0, 8, (1,), generator=generator))
    pixels = torch.rot90(pixels, turn % 4, (2, 3))[:, torch.randperm(3, generator=generator)]
    return pixels.flip(3) if turn >= 4 else pixels


@torch.no_grad()
def accuracy(network: nn.Module, pictures: Pictures, normalization: Normalization) -> float:
    network.eval()
    hits = 0
    for pixels, labels in zip(pictures.pixels.split(256), pictures.labels.split(256), strict=True):
        hits += int((network(normalization.apply(pixels)).argmax(1) == labels).sum())
    return hits / len(pictures.labels)


def train(
    train_set: Pictures, validation: Pictures, normalization: Normalization, epochs: int, seed: int
) -> ShapeNetwork:
    """AdamW under a one-cycle rate. Validation is only printed: no weights are chosen by it."""
    torch.manual_seed(seed)
    shuffle = torch.Generator().manual_seed(seed)
    network = ShapeNetwork(len(CLASSES)).to(memory_format=torch.channels_last)
    batch, count = 64, len(train_set.labels)
    steps = count // batch
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=epochs * steps, pct_start=0.2)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    for epoch in range(1, epochs + 1):
        started, total = time.monotonic(), 0.0
        network.train()
        order = torch.randperm(count, generator=shuffle)[: steps * batch]
        for chosen in order.split(batch):
            picture = normalization.apply(varied(train_set.pixels[chosen], shuffle))
            loss = loss_of(network(picture.contiguous(memory_format=torch.channels_last)), train_set.labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"epoch {epoch}/{epochs}: loss {total / steps:.3f}, "
            f"validation {accuracy(network, validation, normalization):.3f}, {time.monotonic() - started:.0f} s",
            flush=True,
        )
    return network.eval()
