"""Draws one labelled 64×64 picture from a seed: a shape over clutter, as a careless camera would see it."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from outlines import CLASSES, OUTLINES, Layer

SIDE = 64
OVERSAMPLING = 4
JPEG_QUALITY = 90
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE] / SIDE


def smooth_noise(random: np.random.Generator) -> np.ndarray:
    """[64, 64] in 0…1: a few random values, stretched until they look like cloud or stone."""
    cells = int(random.integers(3, 13))
    coarse = Image.fromarray(random.integers(0, 256, (cells, cells), dtype=np.uint8))
    return np.asarray(coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC)) / 255


def pattern(random: np.random.Generator) -> np.ndarray:
    """[64, 64] in 0…1: how far each pixel is mixed from a first colour to a second one."""
    angle = random.uniform(0, 2 * np.pi)
    along = COLUMNS * np.cos(angle) + ROWS * np.sin(angle)
    across = ROWS * np.cos(angle) - COLUMNS * np.sin(angle)
    frequency = random.uniform(3, 9)
    match random.integers(0, 6):
        case 0:
            return np.full((SIDE, SIDE), 0.0)
        case 1:
            return (along - along.min()) / np.ptp(along)
        case 2:
            middle = random.uniform(0.2, 0.8, 2)
            return np.clip(np.hypot(ROWS - middle[0], COLUMNS - middle[1]) / 0.8, 0, 1)
        case 3:
            return 0.5 + 0.5 * np.sin(2 * np.pi * frequency * along)
        case 4:
            return ((np.floor(frequency * along) + np.floor(frequency * across)) % 2).astype(float)
        case _:
            return smooth_noise(random)


def painted(random: np.random.Generator, first: np.ndarray, spread: float) -> np.ndarray:
    """[64, 64, 3] in 0…1: a pattern between a colour and a neighbour of it."""
    second = np.clip(first + random.uniform(-spread, spread, 3), 0, 1)
    return first + pattern(random)[:, :, None] * (second - first)


def coverage(layers: list[Layer], frame: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """[64, 64] in 0…1: how much of each pixel the shape covers; frame maps unit points to pixels."""
    canvas = Image.new("L", (SIDE * OVERSAMPLING, SIDE * OVERSAMPLING))
    brush = ImageDraw.Draw(canvas)
    for points, paints in layers:
        corners = (points @ frame.T + centre) * OVERSAMPLING
        brush.polygon([tuple(corner) for corner in corners.tolist()], fill=255 if paints else 0)
    return np.asarray(canvas.reduce(OVERSAMPLING)) / 255


def pose(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Size, rotation, slight squeeze and shear as a 2×2 matrix, and a centre that keeps most in view."""
    radius = random.uniform(11, 26)
    turn = random.uniform(0, 2 * np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    squeeze = np.array([[random.uniform(0.9, 1.1), random.uniform(-0.12, 0.12)], [0, 1]])
    margin = min(radius + 1, SIDE / 2 - 4)
    return radius * squeeze @ rotation, random.uniform(margin, SIDE - margin, 2)


def strokes(random: np.random.Generator, count: int, widest: float) -> np.ndarray:
    """[64, 64] in 0…1: short bars anywhere, as clutter behind a shape or something before it."""
    covered = np.zeros((SIDE, SIDE))
    for _ in range(count):
        turn = random.uniform(0, np.pi)
        half = np.array([random.uniform(4, 20), random.uniform(0.6, widest)])
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        bar = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
        covered = np.maximum(covered, coverage([(bar, True)], rotation, random.uniform(0, SIDE, 2)))
    return covered


def contrasting(random: np.random.Generator, colour: np.ndarray) -> np.ndarray:
    while True:
        other = random.uniform(0, 1, 3)
        if np.abs(other - colour).max() > 0.3:
            return other


def degraded(random: np.random.Generator, scene: np.ndarray, roughness: float) -> Image.Image:
    """Exposure, blur and sensor noise, in the order in which a camera adds them."""
    contrast = 1 - roughness * random.uniform(0, 0.4)
    scene = np.clip((scene - 0.5) * contrast + 0.5 + roughness * random.uniform(-0.2, 0.2), 0, 1)
    picture = Image.fromarray((scene * 255).astype(np.uint8))
    picture = picture.filter(ImageFilter.GaussianBlur(roughness * random.uniform(0, 1.4)))
    noise = random.normal(0, roughness * random.uniform(0, 22), (SIDE, SIDE, 3))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def draw_jpeg(seed: int, label: int, index: int) -> bytes:
    """The picture `index` of class `label` in the series `seed`, as the bytes of a JPEG file."""
    random = np.random.default_rng([seed, label, index])
    # From a clean drawing to a bad photograph: a network that meets both learns the shape from the first.
    roughness = random.uniform(0, 1)
    ground = random.uniform(0, 1, 3)
    scene = painted(random, ground, 0.1 + 0.35 * roughness)
    behind = 0.8 * strokes(random, int(4 * roughness * random.uniform()), 2.0)[:, :, None]
    scene = scene + behind * (random.uniform(0, 1, 3) - scene)
    figure = coverage(OUTLINES[CLASSES[label]](random), *pose(random))[:, :, None]
    scene = scene + figure * (painted(random, contrasting(random, ground), 0.3) - scene)
    before = strokes(random, int(3.5 * roughness * random.uniform()), 1.8)[:, :, None]
    scene = scene + before * (random.uniform(0, 1, 3) - scene)
    # Full chroma resolution: decoders differ in how they enlarge halved chroma, and that is not to be measured.
    file = io.BytesIO()
    degraded(random, scene, roughness).save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return file.getvalue()
