"""ConvNets of torchvision and timm, cut to a few blocks a stage: what fuses is decided within a block."""

import timm
import torch
import torchvision.models as vision


def timm_model(name, **options):
    return timm.create_model(name, pretrained=False, **options)


def cut(features, count):
    return torch.nn.Sequential(*list(features)[:count])


MODELS = {
    "resnet18": lambda: vision.resnet18(weights=None),
    "resnext_cut": lambda: timm_model("resnext50_32x4d", layers=[1, 1, 1, 1]),
    "seresnet": lambda: timm_model("seresnet18"),
    "densenet_cut": lambda: vision.DenseNet(growth_rate=32, block_config=(3, 3), num_init_features=32),
    "vgg_cut": lambda: cut(vision.vgg11_bn(weights=None).features, 15),
    "squeezenet": lambda: vision.squeezenet1_1(weights=None),
    "googlenet_cut": lambda: googlenet_cut(),
    "regnet": lambda: timm_model("regnety_002"),
    "convnext_cut": lambda: timm_model("convnext_atto", depths=(2, 2, 2, 2)),
    "repvgg_cut": lambda: cut(timm_model("repvgg_a0").stages, 2),
    "resnetv2_cut": lambda: timm_model("resnetv2_50", layers=[1, 1, 1, 1]),
    "inception_cut": lambda: inception_cut(),
}

SHAPES = {"repvgg_cut": (1, 48, 56, 56)}


def googlenet_cut():
    whole = vision.googlenet(weights=None, aux_logits=False, init_weights=False)
    return torch.nn.Sequential(whole.conv1, whole.maxpool1, whole.conv2, whole.conv3, whole.maxpool2, whole.inception3a, whole.inception3b)


def inception_cut():
    whole = vision.inception_v3(weights=None, aux_logits=False, init_weights=False)
    return torch.nn.Sequential(
        whole.Conv2d_1a_3x3, whole.Conv2d_2a_3x3, whole.Conv2d_2b_3x3, whole.maxpool1, whole.Conv2d_3b_1x1,
        whole.Conv2d_4a_3x3, whole.maxpool2, whole.Mixed_5b, whole.Mixed_5c, whole.Mixed_5d, whole.Mixed_6a, whole.Mixed_6b,
    )
