// Programs that ask a deployment, ready to be copied: with its own addresses, names and shapes.
import type { Deployment, ServedTensor, ServedVersion } from '#core/contract/serving.ts';

export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const numpyTypes: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
};

export function snippetsFor({ http, grpc, options }: Deployment, version: ServedVersion): readonly Snippet[] {
  const found: Snippet[] = [];
  const secret = options.token === null ? '' : ` -H 'Authorization: Bearer ${options.token}'`;
  const trust = options.tls === null ? '' : ' -k';
  if (http !== null) {
    const address = `${http}/v2/models/${version.name}/infer`;
    found.push({
      id: 'curl',
      title: 'curl',
      text: version.images
        ? `curl${trust}${secret} -H 'Content-Type: image/jpeg' --data-binary @photo.jpg ${address}`
        : `curl${trust}${secret} ${http}/v2/models/${version.name}`,
    });
    found.push({
      id: 'http',
      title: 'Python, HTTP',
      text: python('http', http.replace(/^https?:\/\//, ''), version, options),
    });
  }
  if (grpc !== null) found.push({ id: 'grpc', title: 'Python, gRPC', text: python('grpc', grpc, version, options) });
  return found;
}

function python(
  protocol: 'http' | 'grpc',
  address: string,
  version: ServedVersion,
  { token, tls }: Deployment['options'],
): string {
  const secure = tls === null ? '' : ', ssl=True';
  const headers = token === null ? '' : `, headers={"authorization": "Bearer ${token}"}`;
  const inputs = version.inputs.map((input) => inputLines(input, version.images));
  return [
    `# pip install tritonclient[${protocol}]`,
    'import numpy as np',
    `import tritonclient.${protocol} as client`,
    '',
    `server = client.InferenceServerClient("${address}"${secure})`,
    'inputs = []',
    ...inputs.flat(),
    `result = server.infer("${version.name}", inputs${headers})`,
    // What is made of images has names of its own, so that the answer is asked for them.
    protocol === 'http'
      ? 'for output in result.get_response()["outputs"]:\n    print(output["name"], result.as_numpy(output["name"]))'
      : 'for output in result.get_response().outputs:\n    print(output.name, result.as_numpy(output.name))',
  ].join('\n');
}

function inputLines({ name, datatype, shape }: ServedTensor, images: boolean): string[] {
  if (images) {
    return [
      'image = np.array([open("photo.jpg", "rb").read()], dtype=np.object_)',
      `inputs.append(client.InferInput("${name}", [1], "BYTES"))`,
      'inputs[-1].set_data_from_numpy(image)',
    ];
  }
  const sizes = shape.map((size) => (size < 0 ? 1 : size)).join(', ');
  const type = numpyTypes[datatype];
  const made =
    type === undefined
      ? `np.full([${sizes}], b"text", dtype=np.object_)`
      : `np.zeros([${sizes}], dtype=np.${type === 'bool' ? 'bool_' : type})`;
  return [
    `inputs.append(client.InferInput("${name}", [${sizes}], "${datatype}"))`,
    `inputs[-1].set_data_from_numpy(${made})`,
  ];
}
