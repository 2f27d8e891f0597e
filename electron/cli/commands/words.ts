// Words that several commands share.
import type { Positional } from '../command.ts';

export const modelPositional: Positional = { name: 'MODEL', description: 'the ONNX model', required: true };
