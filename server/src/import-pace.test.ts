import { expect, it } from 'vitest';
import { importPace } from './import-pace.js';

const TOOK_MS = 20;
let clock = 0;
const paceOf = (isAside: boolean) => importPace(isAside, () => clock);

it('goes on in large steps without a rest while nobody asks for anything', () => {
  const pace = paceOf(true);
  const rows = pace.rows();
  expect(pace.restMs(TOOK_MS)).toBe(0);
  pace.giveWay();
  expect(pace.rows()).toBeLessThan(rows);
  expect(pace.restMs(TOOK_MS)).toBeGreaterThan(0);
});

it('gives way for a while to who has asked, and then goes on as before', () => {
  const pace = paceOf(true);
  const alone = pace.rows();
  pace.giveWay();
  const besideOthers = pace.rows();
  clock += 900;
  expect(pace.rows()).toBe(besideOthers);
  pace.giveWay();
  clock += 900;
  expect(pace.rows()).toBe(besideOthers);
  clock += 200;
  expect(pace.rows()).toBe(alone);
  expect(pace.restMs(TOOK_MS)).toBe(0);
});

it('rests for longer after what took longer, but never for long', () => {
  const pace = paceOf(true);
  pace.giveWay();
  expect(pace.restMs(2 * TOOK_MS)).toBe(2 * pace.restMs(TOOK_MS));
  expect(pace.restMs(60_000)).toBeLessThan(1000);
});

it('never takes many rows at once in the thread that answers', () => {
  const [here, aside] = [paceOf(false), paceOf(true)];
  aside.giveWay();
  expect(here.rows()).toBeLessThan(aside.rows());
  expect(here.restMs(TOOK_MS)).toBe(0);
  here.giveWay();
  expect(here.restMs(TOOK_MS)).toBeGreaterThan(aside.restMs(TOOK_MS));
});
