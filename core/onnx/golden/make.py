"""Makes the golden files beside it with the Python package `onnx`: `python core/onnx/golden/make.py [folder of models]`.

everything.onnx has every field that a model can have; everything.json says what it holds. models.json says of the models
in the folder, where it is given, what they hold.
"""
import json
import pathlib
import sys

import ml_dtypes  # noqa: F401  (gives NumPy the narrow types)
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import describe

here = pathlib.Path(__file__).parent

FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 2.0 ** -24, 2.0 ** -14, 3.1, 448.0, 65504.0, 1e6, float('inf'), float('-inf'), float('nan')]


def sample(code):
    dtype = helper.tensor_dtype_to_np_dtype(code)
    name = TensorProto.DataType.Name(code)
    with np.errstate(all='ignore'):
        if name in ('COMPLEX64', 'COMPLEX128'):
            return np.array([1 + 2j, -0.5 + 0j, 3e10 - 1j], dtype)
        if name == 'BOOL':
            return np.array([True, False, True], dtype)
        if name in ('UINT4', 'UINT2', 'INT4', 'INT2'):
            low, high = {'UINT4': (0, 16), 'INT4': (-8, 8), 'UINT2': (0, 4), 'INT2': (-2, 2)}[name]
            return np.array(list(range(low, high)) + [high - 1], np.int8).astype(dtype)
        if np.dtype(dtype).kind in 'iu':
            info = np.iinfo(dtype)
            return np.array([info.min, info.max, 0, 1, info.max // 3], dtype)
        return np.array(FLOATS, np.float64).astype(dtype)


def weights():
    for code in TensorProto.DataType.values():
        name = TensorProto.DataType.Name(code)
        if name in ('UNDEFINED', 'STRING'):
            continue
        array = sample(code)
        raw = numpy_helper.from_array(array, f'raw_{name}')
        yield raw
        if name not in ('FLOAT6E2M3', 'FLOAT6E3M2'):
            yield typed(raw, array, name)
    yield TensorProto(name='strings', data_type=TensorProto.STRING, dims=[2, 2],
                      string_data=[b'a', 'β'.encode(), b'', b'\xff\x00'])
    yield helper.make_tensor('scalar', TensorProto.FLOAT, [], [2.5])
    yield helper.make_tensor('none', TensorProto.INT64, [0, 3], [])


def typed(raw, array, name):
    field = helper.tensor_dtype_to_field(raw.data_type)
    tensor = TensorProto(name=f'typed_{name}', data_type=raw.data_type, dims=raw.dims)
    if name.startswith('COMPLEX'):
        values = array.view(np.float32 if name == 'COMPLEX64' else np.float64).tolist()
    elif field == 'int32_data' and name not in ('INT8', 'INT16', 'INT32'):
        width = array.dtype.itemsize if len(raw.raw_data) == array.nbytes else 1
        values = np.frombuffer(raw.raw_data, np.uint16 if width == 2 else np.uint8).tolist()
    else:
        values = array.tolist()
    getattr(tensor, field).extend(values)
    return tensor


def external():
    tensor = TensorProto(name='elsewhere', data_type=TensorProto.FLOAT, dims=[3], data_location=TensorProto.EXTERNAL)
    for key, value in (('location', 'weights.bin'), ('offset', '4096'), ('length', '12'), ('checksum', 'abc')):
        tensor.external_data.add(key=key, value=value)
    return tensor


def sparse(name):
    return helper.make_sparse_tensor(helper.make_tensor(name, TensorProto.FLOAT, [2], [1.5, -2.5]),
                                     helper.make_tensor(f'{name}_at', TensorProto.INT64, [2], [1, 5]), [2, 3])


def body(name):
    doubled = helper.make_node('Add', ['x', 'x'], [f'{name}_out'], name=f'{name}_add')
    inner = helper.make_tensor(f'{name}_weight', TensorProto.FLOAT16, [1], np.array([0.5], np.float16))
    out = helper.make_tensor_value_info(f'{name}_out', TensorProto.FLOAT, None)
    return helper.make_graph([doubled], name, [], [out], [inner])


def loop_body():
    add = helper.make_node('Add', ['total_in', 'x'], ['total_out'])
    same = helper.make_node('Identity', ['go_in'], ['go_out'])
    inputs = [helper.make_tensor_value_info('step', TensorProto.INT64, []),
              helper.make_tensor_value_info('go_in', TensorProto.BOOL, []),
              helper.make_tensor_value_info('total_in', TensorProto.FLOAT, ['n'])]
    outputs = [helper.make_tensor_value_info('go_out', TensorProto.BOOL, []),
               helper.make_tensor_value_info('total_out', TensorProto.FLOAT, ['n'])]
    nested = helper.make_node('If', ['go_in'], ['unused'], then_branch=body('deep_then'), else_branch=body('deep_else'))
    return helper.make_graph([add, same, nested], 'loop body', inputs, outputs)


def scan_body():
    add = helper.make_node('Add', ['state', 'item'], ['next'])
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, []) for name in ('state', 'item', 'next')]
    return helper.make_graph([add], 'scan body', values[:2], values[2:])


def types():
    tensor = helper.make_tensor_type_proto(TensorProto.FLOAT, ['batch', 3, None])
    tensor.denotation = 'IMAGE'
    for dim, denotation in zip(tensor.tensor_type.shape.dim, ('DATA_BATCH', 'DATA_CHANNEL', '')):
        dim.denotation = denotation
    opaque = onnx.TypeProto()
    opaque.opaque_type.domain, opaque.opaque_type.name = 'my.types', 'thing'
    sequence = helper.make_sequence_type_proto(tensor)
    return {
        'tensor': tensor, 'scalar': helper.make_tensor_type_proto(TensorProto.INT64, []),
        'no_rank': helper.make_tensor_type_proto(TensorProto.BFLOAT16, None),
        'sparse': helper.make_sparse_tensor_type_proto(TensorProto.FLOAT, [2, 3]), 'sequence': sequence,
        'optional': helper.make_optional_type_proto(sequence), 'opaque': opaque,
        'map': helper.make_map_type_proto(TensorProto.STRING, sequence), 'empty': onnx.TypeProto(),
    }


def attributes():
    said = helper.make_attribute('float', 0.1)
    said.doc_string = 'a comment'
    lists = onnx.AttributeProto(name='sparse_tensors', type=onnx.AttributeProto.SPARSE_TENSORS)
    lists.sparse_tensors.extend([sparse('s1'), sparse('s2')])
    kinds = onnx.AttributeProto
    return [
        said, helper.make_attribute('int', -2 ** 63), helper.make_attribute('zero', 0),
        helper.make_attribute('string', 'grüß dich'), helper.make_attribute('bytes', b'\xff\xfe'),
        helper.make_attribute('tensor', helper.make_tensor('t', TensorProto.INT64, [2], [-1, 2 ** 62])),
        helper.make_attribute('graph', body('attribute graph')), helper.make_attribute('floats', [1.0, -0.0, 1e-40]),
        helper.make_attribute('ints', [0, -1, 2 ** 53 + 1, -2 ** 63, 2 ** 63 - 1]),
        helper.make_attribute('strings', ['', 'a', 'ä']),
        helper.make_attribute('tensors', [helper.make_tensor('t1', TensorProto.FLOAT, [1], [1.0])]),
        helper.make_attribute('graphs', [body('g1'), body('g2')]), helper.make_attribute('sparse_tensor', sparse('s')),
        helper.make_attribute('type', types()['map']), helper.make_attribute('types', [types()['tensor'], types()['opaque']]),
        helper.make_attribute('empty', [], attr_type=kinds.INTS), helper.make_attribute('none', [], attr_type=kinds.FLOATS), lists,
    ]


def local_function():
    node = helper.make_node('LeakyRelu', ['x'], ['y'], name='leaky')
    node.attribute.add(name='alpha', type=onnx.AttributeProto.FLOAT, ref_attr_name='slope')
    function = helper.make_function('my.domain', 'Leak', ['x'], ['y'], [node], [helper.make_opsetid('', 24)], ['required'],
                                    [helper.make_attribute('slope', 0.25)], overload='second')
    function.doc_string = 'a function'
    function.value_info.append(helper.make_tensor_value_info('y', TensorProto.FLOAT, ['n']))
    function.metadata_props.add(key='function', value='1')
    return function


def everything():
    cond = helper.make_tensor('cond', TensorProto.BOOL, [], [True])
    all_attributes = helper.make_node('Anything', ['x', '', 'raw_FLOAT'], ['', 'y'], name='any', domain='my.domain',
                                      overload='first', doc_string='all attributes')
    all_attributes.attribute.extend(attributes())
    all_attributes.metadata_props.add(key='node', value='ä')
    device = all_attributes.device_configurations.add(configuration_id='two devices', pipeline_stage=1)
    device.sharding_spec.add(tensor_name='x', device=[0, 1])
    nodes = [
        all_attributes, helper.make_node('Leak', ['x'], ['leaked'], domain='my.domain', overload='second'),
        helper.make_node('If', ['cond'], ['chosen'], name='if', then_branch=body('then'), else_branch=body('else')),
        helper.make_node('Loop', ['', 'cond', 'x'], ['total'], body=loop_body()),
        helper.make_node('Scan', ['scalar', 'x'], ['scanned'], body=scan_body(), num_scan_inputs=1),
        helper.make_node('Relu', ['x'], ['plain'], domain='ai.onnx'),
    ]
    graph = helper.make_graph(nodes, 'everything', [], [], [*weights(), external(), cond], 'a graph')
    graph.input.add(name='x').type.CopyFrom(types()['tensor'])
    graph.output.append(helper.make_tensor_value_info('y', TensorProto.FLOAT, None, 'an output'))
    for name, kind in types().items():
        graph.value_info.add(name=f'value_{name}').type.CopyFrom(kind)
    graph.value_info.add(name='no type').metadata_props.add(key='value', value='2')
    graph.sparse_initializer.append(sparse('sparse weights'))
    graph.initializer[0].doc_string = 'a tensor'
    graph.initializer[0].metadata_props.add(key='tensor', value='3')
    graph.quantization_annotation.add(tensor_name='x').quant_parameter_tensor_names.add(key='SCALE_TENSOR', value='scalar')
    graph.metadata_props.add(key='graph', value='4')
    model = helper.make_model(graph, producer_name='golden', producer_version='1.0', ir_version=13, functions=[local_function()],
                              opset_imports=[helper.make_opsetid('ai.onnx', 24), helper.make_opsetid('my.domain', 1)])
    model.domain, model.model_version, model.doc_string = 'org.example', 7, 'a model: 模型 🙂'
    model.metadata_props.add(key='model', value='5')
    model.training_info.add().algorithm.name = 'training'
    model.configuration.add(name='two devices', num_devices=2)
    return model


def main(folder):
    model = everything()
    (here / 'everything.onnx').write_bytes(model.SerializeToString(deterministic=True))
    (here / 'everything.json').write_text(json.dumps(describe.model(model), indent=1, ensure_ascii=False, sort_keys=True) + '\n')
    if folder:
        said = {}
        for path in sorted(pathlib.Path(folder).rglob('*.onnx')):
            proto = onnx.load(path, load_external_data=False)
            said[str(path.relative_to(folder))] = {
                'ir': proto.ir_version, 'opsets': describe.opsets(proto.opset_import), 'nodes': len(proto.graph.node),
                'initializers': len(proto.graph.initializer), 'digest': describe.digest(proto)}
        (here / 'models.json').write_text(json.dumps(said, indent=1) + '\n')


main(sys.argv[1] if len(sys.argv) > 1 else None)
