// A connection carries frames both ways; shells differ in nothing else.

export interface Connection {
  post(frame: unknown): void;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ends in one process, for the terminal and for tests. Frames arrive in later microtasks, as from a real wire. */
export function connectionPair(): readonly [Connection, Connection] {
  const ends = [new End(), new End()] as const;
  ends[0].peer = ends[1];
  ends[1].peer = ends[0];
  return ends;
}

class End implements Connection {
  peer: End | undefined;
  #frames: ((frame: unknown) => void)[] = [];
  #closes: (() => void)[] = [];
  #open = true;

  post(frame: unknown): void {
    if (!this.#open) return;
    void Promise.resolve().then(() => this.peer?.receive(frame));
  }
  receive(frame: unknown): void {
    if (this.#open) for (const listener of this.#frames) listener(frame);
  }
  onFrame(listener: (frame: unknown) => void): void {
    this.#frames.push(listener);
  }
  onClose(listener: () => void): void {
    this.#closes.push(listener);
  }
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const listener of this.#closes) listener();
    this.peer?.close();
  }
}
