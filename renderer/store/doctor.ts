// What the host's machine can do: targets, processor, libraries.
import { createStore } from 'zustand/vanilla';
import type { Doctor } from '#core/contract/target.ts';

export interface DoctorSlice {
  /** Null until the host has answered. */
  readonly doctor: Doctor | null;
}

export const doctorStore = createStore<DoctorSlice>(() => ({ doctor: null }));
