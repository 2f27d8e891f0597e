"""MobileNetV2 and ResNet-50 with seeded random weights, written with nothing but onnx and numpy: networks.py FOLDER."""

import sys
from pathlib import Path

import numpy
from onnx import TensorProto, helper, numpy_helper, save


class Network:
    """Collects nodes and weights; every convolution is followed by a batch normalisation already folded into it."""

    def __init__(self, seed):
        self.random = numpy.random.default_rng(seed)
        self.nodes, self.weights, self.count = [], [], 0

    def name(self, kind):
        self.count += 1
        return f"{kind}_{self.count}"

    def add(self, kind, inputs, **attributes):
        output = self.name(kind.lower())
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"/{output}", **attributes))
        return output

    def constant(self, values, base):
        name = self.name(base)
        self.weights.append(numpy_helper.from_array(numpy.asarray(values, dtype=numpy.float32), name))
        return name

    def convolution(self, value, channels, kernel=1, stride=1, groups=1, gain=1.0):
        """He's initialisation, with the spread between channels that trained networks have (log-normal, 0.35)."""
        source, inputs = value
        fan_in = inputs // groups * kernel * kernel
        weight = self.random.standard_normal((channels, inputs // groups, kernel, kernel)) * numpy.sqrt(2 / fan_in) * gain
        weight *= numpy.exp(0.35 * self.random.standard_normal((channels, 1, 1, 1)))
        bias = 0.1 * self.random.standard_normal(channels)
        pads = [kernel // 2] * 4
        inputs_of = [source, self.constant(weight, "weight"), self.constant(bias, "bias")]
        output = self.add("Conv", inputs_of, kernel_shape=[kernel, kernel], strides=[stride, stride], pads=pads, group=groups)
        return output, channels

    def clip(self, value):
        return self.add("Clip", [value[0], self.zero, self.six]), value[1]

    def relu(self, value):
        return self.add("Relu", [value[0]]), value[1]

    def sum(self, a, b):
        return self.add("Add", [a[0], b[0]]), a[1]

    def finish(self, value, path):
        pooled = self.add("GlobalAveragePool", [value[0]])
        flat = self.add("Flatten", [pooled], axis=1)
        weight = self.random.standard_normal((1000, value[1])) / numpy.sqrt(value[1])
        inputs = [flat, self.constant(weight, "weight"), self.constant(numpy.zeros(1000), "bias")]
        self.nodes.append(helper.make_node("Gemm", inputs, ["y"], name="/classifier", transB=1))
        shape = lambda name, dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
        graph = helper.make_graph(self.nodes, path.stem, [shape("x", [1, 3, 224, 224])], [shape("y", [1, 1000])], self.weights)
        save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def mobilenet(path):
    network = Network(11)
    network.zero, network.six = network.constant(0.0, "low"), network.constant(6.0, "high")
    value = network.clip(network.convolution(("x", 3), 32, kernel=3, stride=2))
    blocks = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for expansion, channels, repeats, stride in blocks:
        for index in range(repeats):
            before, step = value, stride if index == 0 else 1
            wide = value[1] * expansion
            if expansion > 1:
                value = network.clip(network.convolution(value, wide))
            value = network.clip(network.convolution(value, wide, kernel=3, stride=step, groups=wide))
            value = network.convolution(value, channels, gain=0.7)
            if step == 1 and before[1] == channels:
                value = network.sum(before, value)
    network.finish(network.clip(network.convolution(value, 1280)), path)


def resnet(path):
    network = Network(7)
    value = network.relu(network.convolution(("x", 3), 64, kernel=7, stride=2))
    value = network.add("MaxPool", [value[0]], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]), 64
    for channels, repeats, stride in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        for index in range(repeats):
            step = stride if index == 0 else 1
            inner = network.relu(network.convolution(value, channels))
            inner = network.relu(network.convolution(inner, channels, kernel=3, stride=step))
            inner = network.convolution(inner, channels * 4, gain=0.3)
            if index == 0:
                value = network.convolution(value, channels * 4, stride=step, gain=0.7)
            value = network.relu(network.sum(inner, value))
    network.finish(value, path)


def pictures(count, seed):
    """Smooth fields of several sizes on top of each other, as photographs have them, normalised as ImageNet's."""
    random = numpy.random.default_rng(seed)
    images = numpy.zeros((count, 3, 224, 224), dtype=numpy.float32)
    for size in (2, 7, 14, 56, 224):
        field = random.standard_normal((count, 1, size, size)) + 0.4 * random.standard_normal((count, 3, size, size))
        images += (field * (1.6 / numpy.log2(2 * size))).astype(numpy.float32).repeat(224 // size, 2).repeat(224 // size, 3)
    images *= numpy.exp(0.3 * random.standard_normal((count, 1, 1, 1))).astype(numpy.float32)
    images += 0.5 * random.standard_normal((count, 3, 1, 1)).astype(numpy.float32)
    return numpy.clip(images, -2.1, 2.6)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    mobilenet(folder / "mobilenet-v2.onnx")
    resnet(folder / "resnet-50.onnx")
    for count in (16, 64, 1024):
        if len(sys.argv) > 2 or count < 1024:
            numpy.save(folder / f"calibration-{count}.npy", pictures(count, 1))
    numpy.save(folder / "held-out.npy", pictures(32, 2))
