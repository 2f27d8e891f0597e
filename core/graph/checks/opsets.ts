// The model's own versions: IR and opset imports, against what the operator table and the target know.
import { newestIrVersion, newestOpset } from '#core/onnx/operators.ts';
import { type CheckContext, domainText, type Finding } from './checkedGraphs.ts';

// Per-channel scales came to QuantizeLinear and DequantizeLinear with opset 13.
const perChannelOpset = 13;

export function* checkOpsets({ model, target }: CheckContext): Iterable<Finding> {
  yield* irVersion(model.irVersion, target);
  const seen = new Set<string>();
  for (const { domain, version } of model.opsets) {
    if (seen.has(domain)) {
      yield {
        severity: 'warning',
        node: null,
        message: `The model imports the opset of ${domainText(domain)} twice`,
        next: 'Export the model again with one import of each domain.',
      };
    }
    seen.add(domain);
    const known = newestOpset(domain);
    if (known !== undefined && version > known) {
      yield {
        severity: 'warning',
        node: null,
        message: `The model imports opset ${version} of ${domainText(domain)}, newer than opset ${known}, the newest that Lathe knows`,
        next: `Export the model with opset ${known} or older, or use a newer version of Lathe.`,
      };
    }
  }
  const standard = model.opsets.find(({ domain }) => domain === '');
  if (standard) yield* standardOpset(standard.version, target);
}

function* irVersion(version: number, target: CheckContext['target']): Iterable<Finding> {
  if (version > target.irVersion) {
    const own = target.irVersion < newestIrVersion;
    yield {
      severity: own ? 'error' : 'warning',
      node: null,
      message: `The model has IR version ${version}, and ${own ? `${target.text} loads` : 'Lathe knows'} none above ${target.irVersion}`,
      next: `Export the model with IR version ${target.irVersion} or older (with the onnx package: model.ir_version = ${target.irVersion}).`,
    };
  } else if (version < 3) {
    yield {
      severity: 'warning',
      node: null,
      message: `The model has IR version ${version}, from before opsets were imported`,
      next: 'Export the model again with a current exporter.',
    };
  }
}

function* standardOpset(version: number, { opset, text, backend }: CheckContext['target']): Iterable<Finding> {
  if (version > opset.most) {
    yield {
      severity: backend === 'onnxruntime' ? 'error' : 'warning',
      node: null,
      message: `The model imports opset ${version}, and ${text} knows the operators up to opset ${opset.most}`,
      next: `Export the model with opset ${opset.most} or older.`,
    };
  }
  if (version < opset.least) {
    yield {
      severity: 'warning',
      node: null,
      message: `The model imports opset ${version}, and ${text} promises to read opset ${opset.least} and newer`,
      next: `Export the model with opset ${Math.max(opset.least, perChannelOpset)} or newer.`,
    };
  }
  if (version < perChannelOpset) {
    yield {
      severity: 'info',
      node: null,
      message: `The model imports opset ${version}, and INT8 scales for each channel need opset ${perChannelOpset}`,
      next: `Nothing: Lathe raises the model to opset ${perChannelOpset} when it builds INT8.`,
    };
  }
}
