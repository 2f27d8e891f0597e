// A model that gives back what it takes, for every type that sessions pass.
import { aModel } from '#core/testing/aModel.ts';

const types = {
  bool: 'bool',
  uint8: 'uint8',
  uint16: 'uint16',
  uint32: 'uint32',
  uint64: 'uint64',
  int8: 'int8',
  int16: 'int16',
  int32: 'int32',
  int64: 'int64',
  fp16: 'float16',
  fp32: 'float32',
  fp64: 'float64',
  bytes: 'string',
} as const;

const each = <T>(make: (name: string, type: string) => readonly [string, T]) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => make(name, type)));

export const typesModel = aModel({
  nodes: Object.keys(types).map((name) => `y_${name} = Identity(x_${name})`),
  inputs: each((name, type) => [`x_${name}`, `${type}[n,2]`]),
  outputs: each((name, type) => [`y_${name}`, `${type}[n,2]`]),
});
