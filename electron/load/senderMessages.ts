// What the client and its senders say to each other.
import type { Samples } from './samples.ts';
import type { Protocol } from './server.ts';

export interface SenderSetup {
  readonly url: string;
  readonly protocol: Protocol;
  readonly token: string | null;
  readonly requests: readonly Uint8Array[];
}

export type Round =
  | { readonly loop: 'closed'; readonly connections: number; readonly warmUpMs: number; readonly durationMs: number }
  | {
      readonly loop: 'open';
      readonly rate: number;
      readonly seed: string;
      readonly warmUpMs: number;
      readonly durationMs: number;
    };

export interface RoundResult extends Samples {
  /** Share of the counted time that the sender had work. */
  readonly busy: number;
  /** How late its event loop was: 99th percentile, in milliseconds. */
  readonly delayMs: number;
}

/** First the setup, then rounds, each of which is answered by its result. */
export type ToSender =
  | { readonly kind: 'setup'; readonly setup: SenderSetup }
  | { readonly kind: 'round'; readonly round: Round };
