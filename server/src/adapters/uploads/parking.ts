import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parked, Parking } from '../../imports/ports.js';
import { bytesOfDescriptor } from './bytes.js';

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
): Promise<Omit<Parked, 'release'> | null> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    if (size + piece.byteLength > most) return null;
    hash.update(piece);
    await file.appendFile(piece);
    size += piece.byteLength;
  }
  const descriptor = file.fd;
  return { bytes: bytesOfDescriptor(descriptor, size), descriptor, digest: hash.digest('hex') };
}
