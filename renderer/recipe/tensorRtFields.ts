// Which of TensorRT's builder options a target has.

export interface TensorRtChoices {
  /** Precision by the builder's own flags and calibrator, beside types written into the model. */
  readonly flags: boolean;
  /** The builder times kernels: level, averaging and sparse kernels matter. */
  readonly timing: boolean;
  /** Engines can be made for other versions or GPUs than those here. */
  readonly compatibility: boolean;
  readonly strip: boolean;
}

/**
 * Null for other targets. TensorRT-RTX chooses kernels where the engine runs and serves every RTX GPU anyway; flags for
 * precision went with 11, and engines without weights came with 10. A target without a version is taken as the newest.
 */
export function tensorRtChoices(target: string): TensorRtChoices | null {
  const [name = '', version] = target.split('@');
  if (name === 'tensorrt-rtx') return { flags: false, timing: false, compatibility: false, strip: true };
  if (name !== 'tensorrt') return null;
  const major = version === undefined ? 11 : Number.parseInt(version, 10);
  return { flags: major <= 10, timing: true, compatibility: true, strip: major >= 10 };
}
