"""The classifier: small, yet with every kind of block whose fusion or quantization is worth looking at."""

import torch
from torch import Tensor, nn


def convolution(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    """Without bias, because a BatchNorm follows every one of them."""
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


class ConvolutionUnit(nn.Module):
    """Conv, BatchNorm and an activation: [n, inputs, h, w] to [n, outputs, h/stride, w/stride]."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, act: nn.Module, groups: int = 1):
        super().__init__()
        self.conv = convolution(inputs, outputs, kernel, stride, groups)
        self.bn = nn.BatchNorm2d(outputs)
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions beside a shortcut, which projects where the shape changes."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = convolution(inputs, outputs, 3, stride)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu1 = nn.ReLU()
        self.conv2 = convolution(outputs, outputs, 3)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu2 = nn.ReLU()
        self.shortcut = (
            nn.Identity()
            if inputs == outputs and stride == 1
            else nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))
        )

    def forward(self, x: Tensor) -> Tensor:
        inner = self.relu1(self.bn1(self.conv1(x)))
        return self.relu2(self.bn2(self.conv2(inner)) + self.shortcut(x))


class SqueezeExcite(nn.Module):
    """Weighs the channels of [n, channels, h, w] by what the whole picture holds."""

    def __init__(self, channels: int):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.reduce = nn.Conv2d(channels, channels // 8, 1)
        self.relu = nn.ReLU()
        self.expand = nn.Conv2d(channels // 8, channels, 1)
        self.gate = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return x * self.gate(self.expand(self.relu(self.reduce(self.pool(x)))))


class InvertedBlock(nn.Module):
    """Expand, depthwise 3×3, optional squeeze-excite, project without activation; adds its input where it fits."""

    def __init__(self, inputs: int, outputs: int, stride: int, act: type[nn.Module], excite: bool = False):
        super().__init__()
        middle = 4 * inputs
        self.expand = ConvolutionUnit(inputs, middle, 1, 1, act())
        self.depthwise = ConvolutionUnit(middle, middle, 3, stride, act(), groups=middle)
        self.excite = SqueezeExcite(middle) if excite else nn.Identity()
        self.project = convolution(middle, outputs, 1)
        self.project_bn = nn.BatchNorm2d(outputs)
        self.adds = inputs == outputs and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        inner = self.excite(self.depthwise(self.expand(x)))
        inner = self.project_bn(self.project(inner))
        return x + inner if self.adds else inner


class ShapeNetwork(nn.Module):
    """Normalized pictures [n, 3, 64, 64] to one logit a class [n, classes]."""

    def __init__(self, classes: int):
        super().__init__()
        self.stem = ConvolutionUnit(3, 24, 3, 2, nn.ReLU())
        self.residual1 = ResidualBlock(24, 24, 1)
        self.residual2 = ResidualBlock(24, 48, 2)
        self.inverted1 = InvertedBlock(48, 48, 1, nn.ReLU6)
        self.inverted2 = InvertedBlock(48, 96, 2, nn.ReLU6)
        self.inverted3 = InvertedBlock(96, 96, 1, nn.Hardswish, excite=True)
        self.inverted4 = InvertedBlock(96, 96, 1, nn.Hardswish, excite=True)
        self.head = ConvolutionUnit(96, 256, 1, 1, nn.SiLU())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(256, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.residual2(self.residual1(self.stem(image)))
        x = self.inverted4(self.inverted3(self.inverted2(self.inverted1(x))))
        return self.classifier(self.dropout(self.flatten(self.pool(self.head(x)))))
