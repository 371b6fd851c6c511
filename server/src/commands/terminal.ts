import type { Readable, Writable } from 'node:stream';

/** What a command reads and writes. */
export type Terminal = {
  environment: Record<string, string | undefined>;
  in: Readable & { isTTY?: boolean };
  out: Writable & { isTTY?: boolean };
  err: Writable & { isTTY?: boolean };
};

/** Used in a way that cannot mean anything; the message is one sentence for whoever typed it. */
export class BadUse extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'BadUse';
  }
}
