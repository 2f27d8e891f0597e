"""What a user would write with FastAPI and ONNX Runtime: the model over HTTP, from a tensor or an image.

Usage: python fastapiServer.py MODEL PORT THREADS INPUT
"""
import io
import json
import sys

import numpy as np
import onnxruntime
import uvicorn
from fastapi import FastAPI, Request, Response
from PIL import Image
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

model_path, port, threads, input_name = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(model_path, options, providers=["CPUExecutionProvider"])
app = FastAPI()


class Tensor(BaseModel):
    shape: list[int]
    data: list[float]


def run(array):
    return session.run(None, {input_name: array})[0]


@app.post("/json")
def infer_json(tensor: Tensor):
    result = run(np.asarray(tensor.data, np.float32).reshape(tensor.shape))
    return {"shape": result.shape, "data": result.ravel().tolist()}


@app.post("/binary")
async def infer_binary(request: Request):
    body = await request.body()
    shape = [int(size) for size in request.headers["x-shape"].split(",")]
    # A coroutine that computes would hold up all others: the usual remedy is the thread pool.
    result = await run_in_threadpool(run, np.frombuffer(body, np.float32).reshape(shape))
    return Response(result.tobytes(), media_type="application/octet-stream")


@app.post("/image")
async def infer_image(request: Request):
    body = await request.body()
    preprocessing = app.state.preprocessing

    def work():
        size = (preprocessing["resize"]["width"], preprocessing["resize"]["height"])
        image = Image.open(io.BytesIO(body)).convert("RGB").resize(size, Image.BILINEAR)
        array = np.asarray(image, np.float32) * preprocessing["scale"]
        array = (array - np.float32(preprocessing["mean"])) / np.float32(preprocessing["std"])
        scores = run(array.transpose(2, 0, 1)[None].astype(np.float32))[0]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        top = shares.argsort()[::-1][:5]
        return {"labels": [app.state.labels[index] for index in top], "scores": [float(shares[index]) for index in top]}

    return await run_in_threadpool(work)


if len(sys.argv) > 5:
    with open(sys.argv[5]) as file:
        app.state.preprocessing = json.load(file)
    with open(sys.argv[6]) as file:
        app.state.labels = file.read().split()
uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
