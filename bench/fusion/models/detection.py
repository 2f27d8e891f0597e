"""Detectors and segmentation networks up to their raw outputs: pyramids, heads, upsampling, concatenation."""

import torch
from torch import nn
import torchvision.models as vision
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.models.detection.retinanet import RetinaNetHead


class ConvSilu(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=1, stride=1):
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.SiLU())


class CrossStage(nn.Module):
    """A cross stage partial block: one half through bottlenecks, the other beside them."""

    def __init__(self, channels, count):
        super().__init__()
        half = channels // 2
        self.left, self.right, self.join = ConvSilu(channels, half), ConvSilu(channels, half), ConvSilu(channels, channels)
        self.inner = nn.ModuleList(nn.Sequential(ConvSilu(half, half), ConvSilu(half, half, 3)) for _ in range(count))

    def forward(self, x):
        left = self.left(x)
        for block in self.inner:
            left = left + block(left)
        return self.join(torch.cat([left, self.right(x)], 1))


class PoolPyramid(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.inside, self.outside = ConvSilu(channels, channels // 2), ConvSilu(channels * 2, channels)
        self.pool = nn.MaxPool2d(5, 1, 2)

    def forward(self, x):
        first = self.inside(x)
        second = self.pool(first)
        third = self.pool(second)
        return self.outside(torch.cat([first, second, third, self.pool(third)], 1))


class OneStage(nn.Module):
    """A one-stage detector of the usual build, with a top-down path, SiLU and sigmoid heads."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(ConvSilu(3, 16, 3, 2), ConvSilu(16, 32, 3, 2), CrossStage(32, 1), ConvSilu(32, 64, 3, 2), CrossStage(64, 2))
        self.deep = nn.Sequential(ConvSilu(64, 128, 3, 2), CrossStage(128, 1), PoolPyramid(128))
        self.narrow, self.merge = ConvSilu(128, 64), CrossStage(128, 1)
        self.heads = nn.ModuleList([nn.Conv2d(128, 3 * 15, 1), nn.Conv2d(128, 3 * 15, 1)])

    def forward(self, x):
        middle = self.stem(x)
        deep = self.deep(middle)
        upper = nn.functional.interpolate(self.narrow(deep), scale_factor=2.0, mode="nearest")
        maps = [self.merge(torch.cat([upper, middle], 1)), deep]
        rows = []
        for head, map_ in zip(self.heads, maps):
            raw = head(map_)
            height, width = raw.shape[2], raw.shape[3]
            raw = raw.view(1, 3, 15, height, width).permute(0, 1, 3, 4, 2)
            rows.append(torch.sigmoid(raw).reshape(1, -1, 15))
        return torch.cat(rows, 1)


class Retina(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = resnet_fpn_backbone(backbone_name="resnet18", weights=None, returned_layers=[2, 3, 4], norm_layer=nn.BatchNorm2d)
        self.head = RetinaNetHead(256, 9, 8)

    def forward(self, x):
        found = self.head(list(self.body(x).values()))
        return found["cls_logits"], found["bbox_regression"]


class Down(nn.Sequential):
    def __init__(self, inputs, outputs):
        layers = []
        for first, second in ((inputs, outputs), (outputs, outputs)):
            layers += [nn.Conv2d(first, second, 3, padding=1), nn.BatchNorm2d(second), nn.ReLU()]
        super().__init__(*layers)


class Unet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([Down(3, 32), Down(32, 64), Down(64, 128)])
        self.widen = nn.ModuleList([nn.ConvTranspose2d(128, 64, 2, 2), nn.ConvTranspose2d(64, 32, 2, 2)])
        self.up = nn.ModuleList([Down(128, 64), Down(64, 32)])
        self.last = nn.Conv2d(32, 5, 1)

    def forward(self, x):
        first = self.down[0](x)
        second = self.down[1](nn.functional.max_pool2d(first, 2))
        x = self.down[2](nn.functional.max_pool2d(second, 2))
        for widen, up, skip in zip(self.widen, self.up, (second, first)):
            x = up(torch.cat([widen(x), skip], 1))
        return torch.softmax(self.last(x), 1)


class SegmentationOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = vision.segmentation.lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=7)

    def forward(self, x):
        return self.inner(x)["out"]


MODELS = {"one_stage": OneStage, "retina": Retina, "unet": Unet, "lraspp": SegmentationOutput}
SHAPES = {"one_stage": (1, 3, 256, 256), "retina": (1, 3, 256, 256), "unet": (1, 3, 128, 128), "lraspp": (1, 3, 224, 224)}
