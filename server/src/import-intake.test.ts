import { expect, it } from 'vitest';
import { importIntake, type Receive } from './import-intake.js';
import { importPace } from './import-pace.js';
import type { Import } from './imports/import.js';
import type { Parked } from './imports/ports.js';
import type { Store } from './ports.js';

const NOW = 1_700_000_000_000;
const told = { userId: 1 as never, name: 'a.csv' };
const ONE = { id: 7 } as unknown as Import;

/** An intake whose rows are kept by `receive`, and what it does to imports itself. */
function intakeOf(receive: Receive) {
  const changed: unknown[] = [];
  const imports = {
    change: async (...change: unknown[]) => {
      await new Promise(setImmediate);
      changed.push(change);
    },
  };
  const needs = { receive, pace: importPace(true), now: () => NOW };
  const intake = importIntake({ ...needs, store: { imports } as unknown as Store });
  return {
    intake,
    changed,
    receive: (mustGoOn = () => {}) => intake.receive({} as Parked, told, mustGoOn),
  };
}

it('answers no sooner than something behind its rows is on the disk', async () => {
  const { receive, changed } = intakeOf(async () => {
    expect(changed).toEqual([]);
    return ONE;
  });
  expect(await receive()).toEqual({ ...ONE, updatedAt: NOW });
  expect(changed).toEqual([[7, {}, NOW]]);
});

it('asks at each pause whether anyone wants it still', async () => {
  let pauses = 0;
  const { receive, changed } = intakeOf(async (_parked, _told, pause) => {
    for (;;) await pause();
  });
  const leaving = receive(() => {
    pauses += 1;
    if (pauses === 3) throw new Error('has gone');
  });
  await expect(leaving).rejects.toThrow('has gone');
  expect(changed).toEqual([]);
});

it('is idle once all have come to an end, whichever', async () => {
  const ends: ((fails: boolean) => void)[] = [];
  const { intake, receive } = intakeOf(
    () =>
      new Promise((resolve, reject) => {
        ends.push((fails) => (fails ? reject(new Error('broken')) : resolve(ONE)));
      }),
  );
  const all = Promise.allSettled([receive(), receive()]);
  let isIdle = false;
  const idle = intake.idle().then(() => {
    isIdle = true;
  });
  ends[0]?.(true);
  await new Promise(setImmediate);
  expect(isIdle).toBe(false);
  ends[1]?.(false);
  await idle;
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
