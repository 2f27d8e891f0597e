"""Says what is in an ONNX model, as JSON in a fixed form. core/testing/describeModel.ts says the same in TypeScript.

Whole numbers are text, floats are the hexadecimal bits of a float64, weights are the SHA-256 of their little-endian bytes.
"""
import hashlib
import json
import struct
import warnings

import numpy as np
import onnx
from onnx import numpy_helper

KINDS = {1: 'float', 2: 'int', 3: 'string', 4: 'tensor', 5: 'graph', 6: 'floats', 7: 'ints', 8: 'strings', 9: 'tensors',
         10: 'graphs', 11: 'sparseTensor', 12: 'sparseTensors', 13: 'type', 14: 'types'}


def number(value):
    return struct.pack('>d', float(value)).hex() if value == value else 'nan'


def entries(items):
    return [[item.key, item.value] for item in items]


def domain(text):
    return '' if text == 'ai.onnx' else text


def little_endian(tensor):
    if tensor.HasField('raw_data'):
        return tensor.raw_data
    return numpy_helper.from_array(numpy_helper.to_array(tensor)).raw_data


def elements(tensor):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        array = numpy_helper.to_array(tensor)
        if array.dtype.kind == 'c':
            array = array.view(np.float32 if array.dtype == np.complex64 else np.float64)
        if array.dtype in (np.int64, np.uint64):
            return [str(int(item)) for item in array.reshape(-1)]
        return [number(item) for item in array.astype(np.float64).reshape(-1)]


def tensor(item):
    said = {'name': item.name, 'type': item.data_type, 'dims': list(item.dims), 'doc': item.doc_string,
            'metadata': entries(item.metadata_props)}
    if item.data_location == onnx.TensorProto.EXTERNAL:
        return {**said, 'external': sorted(entries(item.external_data))}
    if item.data_type == onnx.TensorProto.STRING:
        return {**said, 'strings': [value.hex() for value in item.string_data]}
    said['bytes'] = hashlib.sha256(little_endian(item)).hexdigest()
    if np.prod(item.dims, dtype=np.int64) <= 32:
        said['values'] = elements(item)
    return said


def sparse(item):
    return {'values': tensor(item.values), 'indices': tensor(item.indices), 'dims': list(item.dims)}


def type_of(item):
    kind = item.WhichOneof('value')
    if kind is None:
        return None
    inner = getattr(item, kind)
    name = {'tensor_type': 'tensor', 'sparse_tensor_type': 'sparseTensor', 'sequence_type': 'sequence',
            'optional_type': 'optional', 'map_type': 'map', 'opaque_type': 'opaque'}[kind]
    said = {'kind': name, 'denotation': item.denotation}
    if name in ('tensor', 'sparseTensor'):
        shape = None
        if inner.HasField('shape'):
            shape = [{'dim_value': str(dim.dim_value), 'dim_param': dim.dim_param}.get(dim.WhichOneof('value'), None)
                     for dim in inner.shape.dim]
            said['denotations'] = [dim.denotation for dim in inner.shape.dim]
        return {**said, 'element': inner.elem_type, 'shape': shape}
    if name == 'map':
        return {**said, 'key': inner.key_type, 'value': type_of(inner.value_type)}
    if name == 'opaque':
        return {**said, 'domain': inner.domain, 'name': inner.name}
    return {**said, 'element': type_of(inner.elem_type)}


def value(item):
    return {'name': item.name, 'type': type_of(item.type), 'doc': item.doc_string,
            'metadata': entries(item.metadata_props)}


def attribute(item):
    kind = KINDS[item.type]
    said = {'name': item.name, 'kind': kind, 'doc': item.doc_string, 'reference': item.ref_attr_name}
    if item.ref_attr_name:
        return said
    content = {
        'float': lambda: number(item.f), 'int': lambda: str(item.i), 'string': lambda: item.s.hex(),
        'tensor': lambda: tensor(item.t), 'graph': lambda: graph(item.g), 'type': lambda: type_of(item.tp),
        'sparseTensor': lambda: sparse(item.sparse_tensor), 'floats': lambda: [number(each) for each in item.floats],
        'ints': lambda: [str(each) for each in item.ints], 'strings': lambda: [each.hex() for each in item.strings],
        'tensors': lambda: [tensor(each) for each in item.tensors], 'graphs': lambda: [graph(each) for each in item.graphs],
        'types': lambda: [type_of(each) for each in item.type_protos],
        'sparseTensors': lambda: [sparse(each) for each in item.sparse_tensors],
    }[kind]()
    return {**said, 'value': content}


def node(item):
    return {'name': item.name, 'operator': item.op_type, 'domain': domain(item.domain), 'overload': item.overload,
            'inputs': list(item.input), 'outputs': list(item.output),
            'attributes': [attribute(each) for each in item.attribute], 'doc': item.doc_string,
            'metadata': entries(item.metadata_props)}


def graph(item):
    return {'name': item.name, 'doc': item.doc_string, 'nodes': [node(each) for each in item.node],
            'initializers': [tensor(each) for each in item.initializer],
            'sparse': [sparse(each) for each in item.sparse_initializer],
            'inputs': [value(each) for each in item.input], 'outputs': [value(each) for each in item.output],
            'values': [value(each) for each in item.value_info],
            'quantization': [[each.tensor_name, entries(each.quant_parameter_tensor_names)]
                             for each in item.quantization_annotation],
            'metadata': entries(item.metadata_props)}


def opsets(items):
    return [[domain(each.domain), each.version] for each in items]


def function(item):
    return {'name': item.name, 'domain': domain(item.domain), 'overload': item.overload, 'doc': item.doc_string,
            'inputs': list(item.input), 'outputs': list(item.output), 'attributes': list(item.attribute),
            'defaults': [attribute(each) for each in item.attribute_proto], 'nodes': [node(each) for each in item.node],
            'opsets': opsets(item.opset_import), 'values': [value(each) for each in item.value_info],
            'metadata': entries(item.metadata_props)}


def model(item):
    return {'ir': item.ir_version, 'producer': [item.producer_name, item.producer_version], 'domain': item.domain,
            'version': str(item.model_version), 'doc': item.doc_string, 'opsets': opsets(item.opset_import),
            'graph': graph(item.graph), 'functions': [function(each) for each in item.functions],
            'metadata': entries(item.metadata_props)}


def describe(proto):
    return json.dumps(model(proto), sort_keys=True, ensure_ascii=False, separators=(',', ':'))


def digest(proto):
    return hashlib.sha256(describe(proto).encode()).hexdigest()
