// One look at a GPU beside a measurement; what the driver did not tell is absent.

export interface GpuReadings {
  readonly powerWatts?: number;
  /** Since the driver was loaded. */
  readonly energyJoules?: number;
  readonly graphicsMegahertz?: number;
  readonly memoryMegahertz?: number;
  readonly celsius?: number;
  readonly utilizationPercent?: number;
  readonly memoryUsedBytes?: number;
  /** NVML's bits of why clocks are held back. */
  readonly throttleReasons?: number;
  readonly highestGraphicsMegahertz?: number;
  readonly applicationGraphicsMegahertz?: number;
  readonly powerLimitWatts?: number;
}

export interface GpuLook extends GpuReadings {
  /** Since the turn began. */
  readonly ms: number;
}

/** The looks of one turn of an engine, in order. */
export type GpuTurnLooks = readonly GpuLook[];
