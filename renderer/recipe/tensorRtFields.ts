// Which of TensorRT's builder options a target has.
import type { Doctor } from '#core/contract/target.ts';

export interface TensorRtChoices {
  /** Precision by the builder's own flags and calibrator, beside types written into the model. */
  readonly flags: boolean;
  /** The builder times kernels: level, averaging and sparse kernels matter. */
  readonly timing: boolean;
  /** Engines can be made for other versions or GPUs than those here. */
  readonly compatibility: boolean;
  readonly strip: boolean;
  /** What may be given out for a comparison layer by layer. */
  readonly debug: readonly DebugChoice[];
}

export type DebugChoice = 'layers' | 'all' | 'unfused';

/**
 * Null for other targets. TensorRT-RTX chooses kernels where the engine runs and serves every RTX GPU anyway; flags for
 * precision went with 11, and engines without weights came with 10. A target without a version is taken as the newest.
 */
export function tensorRtChoices(target: string): TensorRtChoices | null {
  const [name = '', version] = target.split('@');
  const newest: readonly DebugChoice[] = ['layers', 'all', 'unfused'];
  if (name === 'tensorrt-rtx') {
    return { flags: false, timing: false, compatibility: false, strip: true, debug: newest };
  }
  if (name !== 'tensorrt') return null;
  const major = version === undefined ? 11 : Number.parseInt(version, 10);
  const debug = major >= 11 ? newest : major === 10 ? newest.filter((choice) => choice !== 'unfused') : [];
  return { flags: major <= 10, timing: true, compatibility: true, strip: major >= 10, debug };
}

/** Accelerators of the machine that a target builds on; 0 where it is not known to have any. */
export function dlaCores(doctor: Doctor | null, target: string): number {
  const [name, version] = target.split('@');
  const found = doctor?.targets.filter(
    (one) => one.name === name && (version === undefined || one.version === version),
  );
  return Math.max(0, ...(found ?? []).map((one) => one.dlaCores ?? 0));
}
