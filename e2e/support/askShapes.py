"""Asks a deployment for the labels of images with tritonclient, and prints them as one JSON document.

Usage: python askShapes.py HTTP_ADDRESS GRPC_ADDRESS MODEL IMAGE...
"""
import json
import sys

import numpy as np
import tritonclient.grpc as grpc
import tritonclient.http as http

http_address, grpc_address, model, *images = sys.argv[1:]
seen = {}
for protocol, module, address in (("http", http, http_address), ("grpc", grpc, grpc_address)):
    client = module.InferenceServerClient(address)
    name = client.get_model_metadata(model)["inputs"][0]["name"] if protocol == "http" else client.get_model_metadata(model).inputs[0].name
    labels = []
    for path in images:
        with open(path, "rb") as file:
            encoded = np.array([file.read()], dtype=np.object_)
        tensor = module.InferInput(name, [1], "BYTES")
        tensor.set_data_from_numpy(encoded)
        result = client.infer(model, [tensor])
        response = result.get_response()
        names = [output["name"] for output in response["outputs"]] if protocol == "http" else [output.name for output in response.outputs]
        texts = [result.as_numpy(one).reshape(-1)[0] for one in names if result.as_numpy(one).dtype == np.object_]
        labels.append(texts[0].decode())
    seen[protocol] = labels
print(json.dumps(seen))
