"""Reads exports with the programs that will read them, and prints what they understood as JSON.

checkExport.py FOLDER...: every config.pbtxt by Triton's own schema, every .yaml by a reader of YAML.
"""
import json
import pathlib
import sys

import yaml
from google.protobuf import json_format, text_format
from tritonclient.grpc import model_config_pb2

seen = {}
for root in map(pathlib.Path, sys.argv[1:]):
    for path in sorted(root.rglob("*")):
        key = f"{root.name}/{path.relative_to(root).as_posix()}"
        if path.name == "config.pbtxt":
            config = text_format.Parse(path.read_text("utf-8"), model_config_pb2.ModelConfig())
            seen[key] = json_format.MessageToDict(config, preserving_proto_field_name=True)
        elif path.suffix == ".yaml":
            seen[key] = list(yaml.safe_load_all(path.read_text("utf-8")))
print(json.dumps(seen))
