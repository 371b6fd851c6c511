import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { zipPacker } from '../adapters/zip/packer.js';
import type { Config } from '../config.js';
import { EXPORT_FORMATS } from '../exports/export.js';
import { exportHistory } from '../exports/export-history.js';
import { openStore } from '../open-store.js';
import { BadUse, type Terminal } from './terminal.js';

type Wish = { file: string; handle: string; format: string };

/** Writes what a user has told into a new file; what could not be written whole is not left there. */
export async function exportTo(config: Config, { out }: Terminal, wish: Wish): Promise<void> {
  const { file, handle } = wish;
  const format = EXPORT_FORMATS.find((one) => one === wish.format);
  if (format === undefined) {
    throw new BadUse(`--format must be ${EXPORT_FORMATS.join(', ')}, not "${wish.format}".`);
  }
  const store = await openStore(config);
  try {
    const user = await store.users.findByHandle(handle);
    if (user === null) throw new BadUse(`There is no account ${handle}.`);
    const packed = zipPacker().pack(exportHistory({ store, now: Date.now }, user, format));
    await write(packed, file);
    out.write(`${file}: the history of ${user.handle}, as ${format}\n`);
  } finally {
    await store.close();
  }
}

async function write(packed: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  try {
    await pipeline(packed, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new BadUse(`${file} is there already.`);
    await rm(file, { force: true });
    throw error;
  }
}
