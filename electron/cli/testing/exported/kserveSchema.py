"""KServe's resources, held against the fields and types that its own Python package states for them.

The package, whose folder is `root`, is read and not imported, since importing it takes a web server and much else.
"""
import ast
import pathlib
import re

PLAIN = {"str": str, "bool": bool, "int": int, "float": (int, float)}


class Schema:
    def __init__(self, root):
        self.models = {}
        for path in pathlib.Path(root, "models").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    self.models[node.name] = {
                        target.id: ast.literal_eval(item.value)
                        for item in node.body if isinstance(item, ast.Assign)
                        for target in item.targets if target.id in ("openapi_types", "attribute_map")
                    }

    def check(self, document):
        """Raises ValueError that names the field which KServe does not know, or whose value is of another type."""
        version = document["apiVersion"].split("/")[1]
        name = version[0].upper() + version[1:] + document["kind"]
        if name not in self.models:
            raise ValueError(f"KServe knows no {document['kind']} of {document['apiVersion']}")
        self.check_value(document, name, document["kind"])

    def check_value(self, value, kind, place):
        several = re.fullmatch(r"list\[(.*)\]", kind)
        if several:
            self.require(value, list, place)
            for index, one in enumerate(value):
                self.check_value(one, several[1], f"{place}[{index}]")
        elif kind.startswith("dict("):
            self.require(value, dict, place)
        elif kind in PLAIN:
            self.require(value, PLAIN[kind], place)
        elif kind in self.models:
            self.require(value, dict, place)
            kinds, names = self.models[kind]["openapi_types"], self.models[kind]["attribute_map"]
            fields = {field: kinds[name] for name, field in names.items()}
            for field, one in value.items():
                if field not in fields:
                    raise ValueError(f"{place} has no field {field}")
                self.check_value(one, fields[field], f"{place}.{field}")
        # What is left is Kubernetes' own, which another schema knows.

    def require(self, value, kind, place):
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"{place} is {value!r}, and no {kind}")
