import { type ImportPace, rest } from './import-pace.js';
import type { Import } from './imports/import.js';
import type { Parked } from './imports/ports.js';
import type { Told } from './imports/receive-upload.js';
import type { Clock, Store } from './ports.js';

/** Whoever reads an upload and keeps its rows; `pause` is waited for now and then, and may refuse. */
export type Receive = (parked: Parked, told: Told, pause: () => Promise<void>) => Promise<Import>;

export type ImportIntake = {
  /** `mustGoOn` refuses when nobody wants it any more: nothing is left of it then. */
  receive(parked: Parked, told: Told, mustGoOn: () => void): Promise<Import>;

  /** Resolves when none is being received. */
  idle(): Promise<void>;
};

type Needs = { store: Store; receive: Receive; pace: ImportPace; now: Clock };

/** Takes uploads in at the pace of imports. */
export function importIntake({ store, receive, pace, now }: Needs): ImportIntake {
  const receiving = new Set<Promise<Import>>();

  const keep: ImportIntake['receive'] = async (parked, told, mustGoOn) => {
    let began = performance.now();
    const pause = async () => {
      mustGoOn();
      await rest(pace.restMs(performance.now() - began));
      began = performance.now();
    };
    const one = await receive(parked, told, pause);
    // A thread that keeps rows waits for no disk: behind this they are on it as well.
    const at = now();
    await store.imports.change(one.id, {}, at);
    return { ...one, updatedAt: at };
  };

  return {
    async receive(...upload) {
      const received = keep(...upload);
      receiving.add(received);
      try {
        return await received;
      } finally {
        receiving.delete(received);
      }
    },

    async idle() {
      await Promise.allSettled(receiving);
    },
  };
}
