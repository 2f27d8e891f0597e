"""The twelve shapes as filled outlines in a unit frame, each with some freedom of its own."""

from collections.abc import Callable

import numpy as np

Points = np.ndarray  # [count, 2], x to the right and y downwards, inside the unit circle
Layer = tuple[Points, bool]  # an outline, and whether it paints (True) or erases (False)


def regular(corners: int, radius: float = 1.0) -> Points:
    angles = 2 * np.pi * np.arange(corners) / corners - np.pi / 2
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def ellipse_points(width: float, height: float, centre: tuple[float, float] = (0.0, 0.0)) -> Points:
    return regular(72) * [width, height] + np.asarray(centre)


def circle(random: np.random.Generator) -> list[Layer]:
    return [(ellipse_points(0.88, 0.88), True)]


def ellipse(random: np.random.Generator) -> list[Layer]:
    return [(ellipse_points(1.0, random.uniform(0.5, 0.7)), True)]


def ring(random: np.random.Generator) -> list[Layer]:
    hole = 0.9 * random.uniform(0.4, 0.7)
    return [(ellipse_points(0.9, 0.9), True), (ellipse_points(hole, hole), False)]


def crescent(random: np.random.Generator) -> list[Layer]:
    bite = random.uniform(0.7, 0.85)
    shift = random.uniform(0.4, 0.55)
    return [(ellipse_points(0.95, 0.95), True), (ellipse_points(bite, bite, (shift, 0.0)), False)]


def triangle(random: np.random.Generator) -> list[Layer]:
    return [(regular(3) + random.uniform(-0.08, 0.08, (3, 2)), True)]


def square(random: np.random.Generator) -> list[Layer]:
    return [(regular(4), True)]


def pentagon(random: np.random.Generator) -> list[Layer]:
    return [(regular(5, 0.95), True)]


def hexagon(random: np.random.Generator) -> list[Layer]:
    return [(regular(6, 0.95), True)]


def star(random: np.random.Generator) -> list[Layer]:
    points = regular(10)
    points[1::2] *= random.uniform(0.38, 0.55)
    return [(points, True)]


def cross(random: np.random.Generator) -> list[Layer]:
    arm = random.uniform(0.2, 0.36)
    across = np.array([[-0.95, -arm], [0.95, -arm], [0.95, arm], [-0.95, arm]])
    return [(across, True), (across[:, ::-1], True)]


def heart(random: np.random.Generator) -> list[Layer]:
    """Two round lobes over a point: radius falls from the lobes to the tip along one smooth curve."""
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    x = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** random.uniform(1.6, 2.2)
    notch = random.uniform(0.25, 0.4)
    y = -(0.8 * np.cos(turn) - notch * np.cos(2 * turn) - 0.1 * np.cos(3 * turn))
    return [(np.stack([0.9 * x, 0.85 * y - 0.15], axis=1), True)]


def arrow(random: np.random.Generator) -> list[Layer]:
    shaft = random.uniform(0.14, 0.28)
    head = random.uniform(0.55, 0.75)
    neck = random.uniform(-0.05, 0.25)
    upper = [[-0.95, -shaft], [neck, -shaft], [neck, -head], [0.95, 0.0]]
    lower = [[x, -y] for x, y in reversed(upper[:-1])]
    return [(np.array(upper + lower), True)]


OUTLINES: dict[str, Callable[[np.random.Generator], list[Layer]]] = {
    outline.__name__: outline
    for outline in (
        *(circle, ellipse, ring, crescent, triangle, square),
        *(pentagon, hexagon, star, cross, heart, arrow),
    )
}
CLASSES: tuple[str, ...] = tuple(OUTLINES)
