"""Drives a server with tritonclient and prints what each step gave, one JSON document in all.

Usage: python tritonClient.py HTTP_ADDRESS GRPC_ADDRESS IMAGE
"""
import json
import sys

import numpy as np
import tritonclient.grpc as grpc
import tritonclient.http as http
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

http_address, grpc_address, image_path = sys.argv[1:4]
results = {}


def rows_of(datatype, seed):
    """Two values for each of two rows, the extremes of the type among them."""
    if datatype == "BYTES":
        return np.array([[b"one", b""], [f"row {seed}".encode(), "\u00fc\u4e16".encode()]], dtype=np.object_)
    if datatype == "BOOL":
        return np.array([[True, False], [False, True]])
    dtype = np.dtype(triton_to_np_dtype(datatype))
    if dtype.kind == "f":
        return np.array([[0.5, -2.25], [seed, np.finfo(dtype).max]], dtype)
    limits = np.iinfo(dtype)
    return np.array([[limits.min, limits.max], [seed, 1]], dtype)


def refused(call):
    try:
        call()
    except InferenceServerException as error:
        return {"status": error.status(), "message": error.message()}
    return None


for protocol, module, address in (("http", http, http_address), ("grpc", grpc, grpc_address)):
    client = module.InferenceServerClient(address)
    types = [("x_" + name.lower(), name) for name in
             ("BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BYTES")]
    out = results[protocol] = {}
    out["live"] = client.is_server_live()
    out["ready"] = client.is_server_ready()
    out["modelReady"] = client.is_model_ready("types")
    plain = {} if protocol == "http" else {"as_json": True}
    out["server"] = client.get_server_metadata(**plain)["name"]
    metadata = client.get_model_metadata("types", **plain)
    out["inputs"] = {tensor["name"]: [tensor["datatype"], [int(size) for size in tensor["shape"]]]
                     for tensor in metadata["inputs"]}
    index = client.get_model_repository_index(**plain)
    out["index"] = sorted(model["name"] for model in (index if protocol == "http" else index["models"]))
    config = client.get_model_config("shapes", **plain)
    out["config"] = (config if protocol == "http" else config["config"])["max_batch_size"]
    client.get_inference_statistics("types")

    def inputs_of(values, binary=True):
        inputs = []
        for name, datatype in types:
            tensor = module.InferInput(name, list(values[name].shape), datatype)
            tensor.set_data_from_numpy(values[name], **({"binary_data": binary} if protocol == "http" else {}))
            inputs.append(tensor)
        return inputs

    values = {name: rows_of(datatype, 7) for name, datatype in types}
    reply = client.infer("types", inputs_of(values), request_id="seven")
    def equal(reply, subset):
        found = {name: reply.as_numpy(name.replace("x_", "y_")) for name in subset}
        # From JSON texts come as such, from binary data as bytes.
        found["x_bytes"] = np.array([text if isinstance(text, bytes) else text.encode()
                                     for text in found["x_bytes"].flat], dtype=np.object_).reshape(found["x_bytes"].shape)
        return {name: bool(np.array_equal(array, values[name])) for name, array in found.items()}

    out["id"] = (reply.get_response()["id"] if protocol == "http" else reply.get_response().id)
    out["equal"] = equal(reply, values)
    if protocol == "http":
        # What JSON can hold exactly: no infinities of size, and FP16 has no form in this client's JSON.
        in_json = [(name, datatype) for name, datatype in types]
        for name, datatype in in_json:
            if datatype in ("UINT64", "INT64"):
                values[name] = np.array([[1, 2], [3, 4]], values[name].dtype)
        inputs = []
        for name, datatype in in_json:
            tensor = module.InferInput(name, [2, 2], datatype)
            tensor.set_data_from_numpy(values[name], binary_data=datatype == "FP16")
            inputs.append(tensor)
        outputs = [module.InferRequestedOutput(name.replace("x_", "y_"), binary_data=datatype == "FP16") for name, datatype in in_json]
        out["equalJson"] = equal(client.infer("types", inputs, outputs=outputs), values)
        for packing in ("gzip", "deflate"):
            packed = client.infer("types", inputs_of(values), request_compression_algorithm=packing, response_compression_algorithm=packing)
            out["packed " + packing] = all(equal(packed, values).values())

    single = lambda name, array, datatype: [module.InferInput(name, list(array.shape), datatype).set_data_from_numpy(array)]
    pixels = np.zeros((1, 3, 64, 64), np.float32)
    out["unknownModel"] = refused(lambda: client.infer("nothing", single("image", pixels, "FP32")))
    out["unknownVersion"] = refused(lambda: client.infer("shapes", single("image", pixels, "FP32"), model_version="9"))
    out["wrongName"] = refused(lambda: client.infer("shapes", single("picture", pixels, "FP32")))
    out["wrongShape"] = refused(lambda: client.infer("shapes", single("image", pixels[:, :, :32], "FP32")))
    out["wrongType"] = refused(lambda: client.infer("shapes", single("image", pixels.astype(np.float64), "FP64")))
    out["wrongOutput"] = refused(lambda: client.infer("shapes", single("image", pixels, "FP32"), outputs=[module.InferRequestedOutput("scorez")]))
    out["missing"] = refused(lambda: client.infer("types", single("x_fp32", values["x_fp32"], "FP32")))
    out["tooLarge"] = refused(lambda: client.infer("shapes", single("image", np.zeros((60, 3, 64, 64), np.float32), "FP32")))
    out["unloadUnknown"] = refused(lambda: client.unload_model("nothing"))

    classes = client.infer("shapes", single("image", pixels, "FP32"), outputs=[module.InferRequestedOutput("logits", class_count=3)])
    out["classes"] = [[text.decode() for text in row] for row in classes.as_numpy("logits")]
    with open(image_path, "rb") as file:
        encoded = np.array([file.read()], dtype=np.object_)
    labelled = client.infer("shapes", single("image", encoded, "BYTES"))
    out["label"] = labelled.as_numpy("labels")[0][0].decode()
    client.load_model("shapes")
    out["again"] = client.infer("shapes", single("image", encoded, "BYTES")).as_numpy("labels")[0][0].decode()
    client.close()

print(json.dumps(results))
