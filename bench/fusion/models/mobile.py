"""Networks made for telephones: depthwise convolutions, squeeze and excitation, hard activations, channel shuffles."""

import torch
import torchvision.models as vision

from .convolutional import cut, timm_model

MODELS = {
    "mobilenet_v2_cut": lambda: cut(vision.mobilenet_v2(weights=None).features, 8),
    "mobilenet_v3_cut": lambda: cut(vision.mobilenet_v3_small(weights=None).features, 7),
    "efficientnet_cut": lambda: cut(vision.efficientnet_b0(weights=None).features, 5),
    "shufflenet_cut": lambda: shufflenet_cut(),
    "ghostnet_cut": lambda: ghostnet_cut(),
    "mnasnet_cut": lambda: cut(vision.mnasnet0_5(weights=None).layers, 10),
    "mobilevit": lambda: timm_model("mobilevit_xxs"),
    "mobileone": lambda: timm_model("mobileone_s0"),
}

SHAPES = {}


def shufflenet_cut():
    whole = vision.shufflenet_v2_x0_5(weights=None)
    return torch.nn.Sequential(whole.conv1, whole.maxpool, whole.stage2)


def ghostnet_cut():
    whole = timm_model("ghostnet_100")
    return torch.nn.Sequential(whole.conv_stem, whole.bn1, whole.act1, *list(whole.blocks)[:4])
