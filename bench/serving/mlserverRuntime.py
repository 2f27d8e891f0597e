"""A runtime of MLServer for ONNX Runtime: it has none of its own."""
import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class OnnxRuntimeModel(MLModel):
    async def load(self) -> bool:
        extra = self.settings.parameters.extra
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = extra["threads"]
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(self.settings.parameters.uri, options, providers=["CPUExecutionProvider"])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        [tensor] = payload.inputs
        array = NumpyCodec.decode_input(tensor).astype(np.float32, copy=False)
        [result, *_] = self.session.run(None, {tensor.name: array})
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("output", result)])
