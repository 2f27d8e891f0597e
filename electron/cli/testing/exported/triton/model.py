"""Stands in for Triton's ONNX Runtime backend, which no package of Python carries: Triton takes a folder of backends with this
file as a backend written in Python, so that the exported configuration stays as it is. What it runs goes to the log.
"""
import json
import pathlib

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        self.place = f"{args['model_name']} {args['model_version']}"
        self.batches = config["max_batch_size"] > 0
        self.inputs = [tensor["name"] for tensor in config["input"]]
        self.outputs = [tensor["name"] for tensor in config["output"]]
        file = pathlib.Path(args["model_repository"], args["model_version"], config["default_model_filename"])
        # A model with data files beside it is a folder of the model's name.
        file = file / "model.onnx" if file.is_dir() else file
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def execute(self, requests):
        given = [[pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in self.inputs] for request in requests]
        if not self.batches:
            return [self.answer(self.run(tensors)) for tensors in given]
        ends = np.cumsum([len(tensors[0]) for tensors in given])
        print(f"ran {self.place} with {ends[-1]} rows", flush=True)
        together = self.run([np.concatenate(tensors) for tensors in zip(*given)])
        parts = zip(*(np.split(tensor, ends[:-1]) for tensor in together))
        return [self.answer(tensors) for tensors in parts]

    def run(self, tensors):
        # Triton hands texts over as bytes, and ONNX Runtime takes and gives str.
        feeds = [
            np.array([text.decode() for text in tensor.flat], np.object_).reshape(tensor.shape) if tensor.dtype.kind == "O" else tensor
            for tensor in tensors
        ]
        return self.session.run(self.outputs, dict(zip(self.inputs, feeds)))

    def answer(self, tensors):
        # As the real backend does, a tensor without axes takes those of the configuration.
        shaped = [np.ascontiguousarray(tensor) if tensor.ndim else tensor.reshape(1) for tensor in map(np.asarray, tensors)]
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, tensor) for name, tensor in zip(self.outputs, shaped)])
