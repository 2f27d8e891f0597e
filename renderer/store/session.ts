// The session's store: what the host said last.
import { createStore } from 'zustand/vanilla';
import type { Snapshot } from '#core/contract/call.ts';
import type { Event } from '#core/contract/event.ts';
import { emptySession, reduceEvent, type Session, sessionFrom } from './sessionReducer.ts';

export interface SessionSlice {
  readonly session: Session;
  /** False until the first snapshot: lists are unknown then, not empty. */
  readonly known: boolean;
  replace(snapshot: Snapshot): void;
  apply(event: Event, seq: number): void;
}

export const createSessionStore = () =>
  createStore<SessionSlice>((set) => ({
    session: emptySession,
    known: false,
    replace: (snapshot) => set({ session: sessionFrom(snapshot), known: true }),
    apply: (event, seq) => set(({ session }) => ({ session: reduceEvent(session, event, seq) })),
  }));

export const sessionStore = createSessionStore();
