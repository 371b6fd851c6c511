import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Bytes } from '../../imports/ports.js';

/** As much is worked on at a time. */
const PIECE = 64 * 1024;

export function bytesOfBuffer(buffer: Uint8Array): Bytes {
  return {
    size: buffer.byteLength,
    async *read(from, to) {
      for (let at = from; at < to; at += PIECE) yield buffer.subarray(at, Math.min(at + PIECE, to));
    },
  };
}

/** Of a file that stays as it is. */
export async function bytesOfFile(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  return {
    size,
    async *read(from, to) {
      // The end of a stream is the last byte that it gives.
      if (from < to) yield* createReadStream(path, { start: from, end: to - 1 });
    },
  };
}
