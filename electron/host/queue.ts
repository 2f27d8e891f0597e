// Admits work: one piece at a time on a device, in the order of arrival; work without a device at once.

export interface Queue {
  /** `run` starts when the device is free and holds it until its promise settles. */
  add(id: string, device: string | null, run: () => Promise<void>): void;
  /** Takes work back that has not started. False where it runs already or is unknown. */
  withdraw(id: string): boolean;
}

interface Entry {
  readonly id: string;
  readonly run: () => Promise<void>;
}

export function createQueue(): Queue {
  const waiting = new Map<string, Entry[]>();
  const busy = new Set<string>();

  const admit = (device: string) => {
    if (busy.has(device)) return;
    const entry = waiting.get(device)?.shift();
    if (!entry) return;
    busy.add(device);
    void entry.run().finally(() => {
      busy.delete(device);
      admit(device);
    });
  };

  return {
    add(id, device, run) {
      if (device === null) {
        void run();
        return;
      }
      const line = waiting.get(device) ?? [];
      waiting.set(device, line);
      line.push({ id, run });
      admit(device);
    },
    withdraw(id) {
      for (const line of waiting.values()) {
        const place = line.findIndex((entry) => entry.id === id);
        if (place < 0) continue;
        line.splice(place, 1);
        return true;
      }
      return false;
    },
  };
}
