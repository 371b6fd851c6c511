import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes, Parking } from '../../imports/ports.js';

/** As much is read at a time. */
const PIECE = 64 * 1024;

/**
 * In the folder for what is temporary. A file has no name there as soon as it is open: however the process ends,
 * nothing is left of it.
 */
export function fileParking(folder = tmpdir()): Parking {
  return {
    async park(pieces, most) {
      const path = join(folder, `halfstar-${randomUUID()}`);
      const file = await open(path, 'wx+', 0o600);
      try {
        await rm(path);
        const kept = await keep(file, pieces, most);
        if (kept === null) await file.close();
        return kept && { ...kept, release: () => file.close() };
      } catch (error) {
        await file.close();
        throw error;
      }
    },
  };
}

async function keep(
  file: FileHandle,
  pieces: AsyncIterable<Uint8Array>,
  most: number,
): Promise<{ bytes: Bytes; digest: string } | null> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    if (size + piece.byteLength > most) return null;
    hash.update(piece);
    await file.appendFile(piece);
    size += piece.byteLength;
  }
  return { bytes: bytesOf(file, size), digest: hash.digest('hex') };
}

function bytesOf(file: FileHandle, size: number): Bytes {
  return {
    size,
    async *read(from, to) {
      for (let at = from; at < to; ) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, to - at));
        const { bytesRead } = await file.read(piece, 0, piece.byteLength, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
  };
}
