"""Asks servers the same over HTTP and gRPC, and prints what each answered as JSON.

askServers.py QUESTIONS.json, which holds
  servers: by name, the addresses of both protocols;
  tensors: {model, version, rows, classes}: one request of made-up rows, the same for all servers;
  alone: {server, model, version, requests}: as many requests of one row at once, and what the server counted of them;
  images: {server, model, output, files}: one request with a file a row.
"""
import concurrent.futures
import json
import sys
import time

import numpy as np
import tritonclient.grpc as grpc
import tritonclient.http as http
from tritonclient.utils import triton_to_np_dtype


def metadata(client, protocol, model):
    found = client.get_model_metadata(model, **({} if protocol == "http" else {"as_json": True}))
    tensors = lambda kind: [[one["name"], one["datatype"], [int(size) for size in one.get("shape", [])]] for one in found[kind]]
    return {"versions": found["versions"], "inputs": tensors("inputs"), "outputs": tensors("outputs")}


def made_up(datatype, shape):
    random = np.random.default_rng(7)
    if datatype == "BYTES":
        return np.array([f"row {index} \u00fc".encode() for index in range(int(np.prod(shape)))], np.object_).reshape(shape)
    values = random.standard_normal(shape)
    if datatype == "BOOL":
        return values > 0
    kind = np.dtype(triton_to_np_dtype(datatype))
    return values.astype(kind) if kind.kind == "f" else (np.abs(values) * 40).astype(kind)


def tensor(module, name, values, datatype):
    return module.InferInput(name, list(values.shape), datatype).set_data_from_numpy(values)


def listed(values):
    return [one.decode() if isinstance(one, bytes) else one for one in values.ravel().tolist()]


def ask(client, module, protocol, question):
    model, version = question["model"], question["version"]
    seen = metadata(client, protocol, model)
    inputs = []
    for name, datatype, shape in seen["inputs"]:
        sizes = [question["rows"] if axis == 0 and size < 0 else size for axis, size in enumerate(shape)]
        inputs.append(tensor(module, name, made_up(datatype, sizes), datatype))
    reply = client.infer(model, inputs, model_version=version)
    answers = {}
    for name, datatype, _ in seen["outputs"]:
        values = reply.as_numpy(name)
        answers[name] = {"datatype": datatype, "shape": list(values.shape), "values": listed(values)}
    classes = None
    if question["classes"]:
        wanted = [module.InferRequestedOutput(name, class_count=question["classes"]) for name, _, _ in seen["outputs"]]
        reply = client.infer(model, inputs, model_version=version, outputs=wanted)
        classes = [[text.decode().split(":") for text in row] for row in reply.as_numpy(seen["outputs"][0][0])]
    return {"metadata": seen, "answers": answers, "classes": classes}


def counted(client, protocol, model, version):
    words = {} if protocol == "http" else {"as_json": True}
    (found,) = client.get_inference_statistics(model, version, **words)["model_stats"]
    return np.array([int(found.get("inference_count", 0)), int(found.get("execution_count", 0))])


def settled(client, protocol, model, version):
    """Triton counts what it has answered, and that may be after the answer has come: waits until nothing more is added."""
    while True:
        last = counted(client, protocol, model, version)
        time.sleep(1)
        if (counted(client, protocol, model, version) == last).all():
            return last


def ask_alone(module, protocol, address, question):
    """A client a request: those of gevent belong to one thread."""
    model, version = question["model"], question["version"]
    client = module.InferenceServerClient(address)
    before = settled(client, protocol, model, version)
    ((name, datatype, shape),) = metadata(client, protocol, model)["inputs"]
    rows = made_up(datatype, [question["requests"], *shape[1:]])

    def one(index):
        own = module.InferenceServerClient(address)
        own.infer(model, [tensor(module, name, rows[index : index + 1], datatype)], model_version=version)

    with concurrent.futures.ThreadPoolExecutor(question["requests"]) as pool:
        list(pool.map(one, range(question["requests"])))
    inferences, executions = (settled(client, protocol, model, version) - before).tolist()
    return {"inferences": inferences, "executions": executions}


def ask_images(client, module, question):
    files = np.array([open(file, "rb").read() for file in question["files"]], np.object_).reshape(-1, 1)
    if question["flat"]:
        files = files.reshape(-1)
    found = metadata(client, question["protocol"], question["model"])
    name = found["inputs"][0][0]
    values = client.infer(question["model"], [tensor(module, name, files, "BYTES")]).as_numpy(question["output"])
    return {"shape": list(values.shape), "values": listed(values)}


with open(sys.argv[1], encoding="utf-8") as file:
    questions = json.load(file)
seen = {}
for protocol, module in (("http", http), ("grpc", grpc)):
    clients = {name: module.InferenceServerClient(address[protocol]) for name, address in questions["servers"].items()}
    seen[protocol] = {
        "tensors": [
            {name: ask(client, module, protocol, question) for name, client in clients.items()} for question in questions["tensors"]
        ],
        "alone": [
            ask_alone(module, protocol, questions["servers"][question["server"]][protocol], question) for question in questions["alone"]
        ],
        "images": [
            ask_images(clients[question["server"]], module, {**question, "protocol": protocol}) for question in questions["images"]
        ],
    }
print(json.dumps(seen))
