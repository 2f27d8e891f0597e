"""Reads exports with the programs that will read them, and prints what they understood as JSON.

checkExport.py KSERVE FOLDER...: every config.pbtxt by Triton's own schema, every .yaml by a reader of YAML and by the schemas
of Kubernetes and of KServe, whose Python package lies at KSERVE, with no field that they do not know.
"""
import json
import pathlib
import sys

import kubernetes_validate
import yaml
from google.protobuf import json_format, text_format
from kserveSchema import Schema
from tritonclient.grpc import model_config_pb2

KUBERNETES = "1.30"


def own_parts(document):
    """What Kubernetes itself defines; the containers of a runtime of KServe are those of a pod."""
    if not document["apiVersion"].startswith("serving.kserve.io/"):
        return [document]
    predictor = document["spec"].get("predictor")
    # What a predictor's model has beside KServe's own fields is a container's.
    model = {"name": "model", "resources": predictor["model"]["resources"]} if predictor else None
    containers = document["spec"].get("containers") or (model and [model])
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": document["metadata"], "spec": {"containers": containers}}
    return [pod] if containers else []


kserve = Schema(sys.argv[1])
seen = {}
for root in map(pathlib.Path, sys.argv[2:]):
    for path in sorted(root.rglob("*")):
        key = f"{root.name}/{path.relative_to(root).as_posix()}"
        if path.name == "config.pbtxt":
            config = text_format.Parse(path.read_text("utf-8"), model_config_pb2.ModelConfig())
            seen[key] = json_format.MessageToDict(config, preserving_proto_field_name=True)
        elif path.suffix == ".yaml":
            seen[key] = list(yaml.safe_load_all(path.read_text("utf-8")))
            for document in seen[key]:
                if document["apiVersion"].startswith("serving.kserve.io/"):
                    kserve.check(document)
            for part in [part for document in seen[key] for part in own_parts(document)]:
                kubernetes_validate.validate(part, KUBERNETES, strict=True)
print(json.dumps(seen))
