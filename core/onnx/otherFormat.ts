// What a file is that is no ONNX model, told by its first bytes, so that the reader can say what to do with it.
import { decodeUtf8 } from './utf8.ts';

export interface OtherFormat {
  /** With its article: "a TensorRT engine". */
  readonly what: string;
  readonly next: string;
}

interface Mark extends OtherFormat {
  readonly at: number;
  readonly text: string;
}

const exportToOnnx = 'Export the model as ONNX and open that file.';

const marks: readonly Mark[] = [
  {
    at: 0,
    text: 'version https://git-lfs',
    what: 'a Git LFS pointer',
    next: 'Fetch the model itself with "git lfs pull" and open it then.',
  },
  { at: 0, text: 'PK\u0003\u0004', what: 'a ZIP archive (PyTorch .pt files are such archives)', next: exportToOnnx },
  { at: 0, text: '\u0089HDF\r\n', what: 'an HDF5 file, as Keras writes it', next: exportToOnnx },
  { at: 0, text: '\u001f\u008b', what: 'a gzip archive', next: 'Unpack it and open the .onnx file inside.' },
  { at: 0, text: 'ftrt', what: 'a TensorRT engine', next: 'Open the ONNX model that the engine was built from.' },
  { at: 0, text: 'ptrt', what: 'a TensorRT engine', next: 'Open the ONNX model that the engine was built from.' },
  { at: 0, text: 'vtrt', what: 'a TensorRT-RTX engine', next: 'Open the ONNX model that the engine was built from.' },
  {
    at: 4,
    text: 'ORTM',
    what: 'an ONNX Runtime model in ORT format',
    next: 'Open the .onnx file that it was made from.',
  },
  { at: 4, text: 'TFL3', what: 'a TensorFlow Lite model', next: exportToOnnx },
  { at: 0, text: 'GGUF', what: 'a GGUF model', next: exportToOnnx },
  { at: 8, text: '{"', what: 'a safetensors file', next: exportToOnnx },
  { at: 0, text: '\u0080\u0002', what: 'a Python pickle, as older PyTorch writes it', next: exportToOnnx },
  { at: 0, text: '\u0093NUMPY', what: 'a NumPy array', next: 'Open the ONNX model that it belongs to.' },
  { at: 0, text: '\u0089PNG', what: 'a picture', next: 'Open an ONNX model (.onnx).' },
];

const webPage: OtherFormat = {
  what: 'a web page or XML document',
  next: 'Download the file itself, not the page that shows it.',
};
const plainText: OtherFormat = { what: 'plain text', next: 'Open a file that was exported as ONNX (.onnx).' };

/** @param start the first 512 bytes, or all of a shorter file. Call it only for a file that is known not to read as ONNX. */
export function otherFormat(start: Uint8Array): OtherFormat | undefined {
  const mark = marks.find(({ at, text }) => [...text].every((unit, index) => start[at + index] === unit.charCodeAt(0)));
  if (mark !== undefined) {
    return mark;
  }
  if (!start.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13))) {
    return undefined;
  }
  return decodeUtf8(start).trimStart().startsWith('<') ? webPage : plainText;
}
