import { createReadStream, read } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Bytes } from '../../imports/ports.js';

/** As much is worked on at a time. */
const PIECE = 64 * 1024;
const readPiece = promisify(read);

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

/** Of an open file, which somebody else closes, in whichever thread. */
export function bytesOfDescriptor(descriptor: number, size: number): Bytes {
  return {
    size,
    async *read(from, to) {
      for (let at = from; at < to; ) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, to - at));
        const { bytesRead } = await readPiece(descriptor, piece, 0, piece.byteLength, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
  };
}
