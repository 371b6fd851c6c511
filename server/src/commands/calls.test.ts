import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail, Refusal } from '../problem.js';
import { type Calls, connect } from './calls.js';

type Theirs = {
  double(n: number): Promise<number>;
  refuse(): Promise<void>;
  wait(): Promise<void>;
};
let channel: MessageChannel;
let calls: Calls<Theirs>;

beforeEach(() => {
  channel = new MessageChannel();
  const theirs: Theirs = {
    double: async (n) => 2 * n,
    refuse: async () => fail({ kind: 'too-large' }),
    wait: () => new Promise(() => {}),
  };
  connect(channel.port2, theirs);
  calls = connect<Theirs>(channel.port1, {});
});
afterEach(() => channel.port1.close());

it('answers what is called, and hands refusals over as such', async () => {
  expect(await Promise.all([calls.call('double', 2), calls.call('double', 5)])).toEqual([4, 10]);
  await expect(calls.call('refuse')).rejects.toThrow(new Refusal({ kind: 'too-large' }));
});

it('tells why the other one is gone: who waits, and who calls later', async () => {
  const waiting = calls.call('wait');
  calls.hangUp(new Error('it ended'));
  await expect(waiting).rejects.toThrow('it ended');
  await expect(calls.call('double', 1)).rejects.toThrow('it ended');
});
