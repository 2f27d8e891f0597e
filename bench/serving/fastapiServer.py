"""What a user would write with FastAPI and ONNX Runtime: the model over HTTP, from a tensor or an image.

FASTAPI_SERVER holds as JSON: model, threads, input, and for images the files preprocessing and classes.
"""
import io
import json
import os

import numpy as np
import onnxruntime
from fastapi import FastAPI, Request, Response
from PIL import Image
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

settings = json.loads(os.environ["FASTAPI_SERVER"])
input_name = settings["input"]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = settings["threads"]
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(settings["model"], options, providers=["CPUExecutionProvider"])
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


if "images" in settings:
    with open(settings["images"]["preprocessing"]) as file:
        app.state.preprocessing = json.load(file)
    with open(settings["images"]["classes"]) as file:
        app.state.labels = file.read().split()
