// A built engine as the graph worker reads it: its report, and its layers laid out as a graph.
import type { EngineReport } from '#core/fusion/engine/engineReport.ts';

/** Boxes and lines in columns, as a scene has them. */
export interface EnginePicture {
  /** The layer of each box, by its place in the report. */
  readonly layers: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly widths: Float32Array;
  readonly heights: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly pointStarts: Int32Array;
  readonly points: Float32Array;
}

export interface EngineReading {
  readonly report: EngineReport;
  readonly picture: EnginePicture;
  /** Of the model's nodes, by name. */
  readonly operators: ReadonlyMap<string, string>;
}
