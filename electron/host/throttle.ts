// Lets the newest of many values through at a bounded rate; the last one always arrives.

export interface Throttle<T> {
  push(value: T): void;
  /** Sends what is still held back, now. */
  flush(): void;
}

export function throttle<T>(perSecond: number, send: (value: T) => void): Throttle<T> {
  // Timers keep whole milliseconds.
  const gap = Math.ceil(1000 / perSecond);
  let sentAt = Number.NEGATIVE_INFINITY;
  let held: { readonly value: T } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!held) return;
    const { value } = held;
    held = undefined;
    sentAt = performance.now();
    send(value);
  };
  return {
    push(value) {
      held = { value };
      const wait = sentAt + gap - performance.now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, Math.ceil(wait));
    },
    flush,
  };
}
