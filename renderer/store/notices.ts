// Things that went wrong outside of any job, shown in the window until they are read.
import { createStore } from 'zustand/vanilla';
import { type Failure, toFailure } from '#core/contract/failure.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'danger' | 'success';
  readonly text: string;
  readonly next: string | null;
}

export interface NoticeSlice {
  readonly notices: readonly Notice[];
}

export const noticeStore = createStore<NoticeSlice>(() => ({ notices: [] }));
let last = 0;

function add(notice: Omit<Notice, 'id'>): number {
  const id = ++last;
  noticeStore.setState(({ notices }) => ({
    notices: [...notices.filter(({ text }) => text !== notice.text), { ...notice, id }].slice(-3),
  }));
  return id;
}

export function dismiss(id: number): void {
  noticeStore.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** A word that something worked; it leaves by itself. */
export function tell(text: string): void {
  const id = add({ tone: 'success', text, next: null });
  setTimeout(() => dismiss(id), 4000);
}

export function complain(thrown: unknown): Failure {
  const failure = toFailure(thrown);
  if (failure.kind !== 'cancelled') add({ tone: 'danger', text: failure.reason, next: failure.next });
  return failure;
}

/** Runs an action for a button: its failure becomes a notice. Resolves to null where it failed. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (thrown) {
    if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) complain(thrown);
    return null;
  }
}
