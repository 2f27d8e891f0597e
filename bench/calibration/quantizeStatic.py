"""The peer: onnxruntime.quantization.quantize_static, one image a batch. quantizeStatic.py MODEL DATA METHOD OUT INPUT THREADS."""

import json
import sys
import time

import numpy
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static


class Reader(CalibrationDataReader):
    def __init__(self, path, name):
        self.images, self.next, self.name = numpy.load(path, mmap_mode="r"), 0, name

    def get_next(self):
        if self.next == len(self.images):
            return None
        self.next += 1
        return {self.name: numpy.ascontiguousarray(self.images[self.next - 1 : self.next])}


model, data, method, out, name, threads = sys.argv[1:7]
plain_options = onnxruntime.SessionOptions


def options_with_threads():
    """quantize_static makes its sessions itself and takes no number of threads."""
    options = plain_options()
    options.intra_op_num_threads = int(threads)
    return options


onnxruntime.SessionOptions = options_with_threads
methods = {"minmax": CalibrationMethod.MinMax, "average": CalibrationMethod.MinMax, "entropy": CalibrationMethod.Entropy, "percentile": CalibrationMethod.Percentile}
start = time.perf_counter()
quantize_static(
    model,
    out,
    Reader(data, name),
    quant_format=QuantFormat.QDQ,
    per_channel=True,
    weight_type=QuantType.QInt8,
    activation_type=QuantType.QInt8,
    calibrate_method=methods[method],
    extra_options={"CalibMovingAverage": method == "average"},
)
print(json.dumps({"seconds": time.perf_counter() - start}))
