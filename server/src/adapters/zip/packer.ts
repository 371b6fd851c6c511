import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ExportFile, Packer } from '../../exports/export.js';

/** Lines are gathered to so many letters: a piece for each would cost more than the line. */
const PIECE = 32 * 1024;

/** Zips. */
export function zipPacker(): Packer {
  return {
    pack(files) {
      const zip = new ZipFile();
      // Their type is that of any stream, and they are these.
      const packed = zip.outputStream as Readable;
      let current: Readable | null = null;
      const breakOff = (error: Error) => void packed.destroy(error);
      zip.on('error', breakOff);
      // Whoever read it went away.
      packed.on('close', () => current?.destroy());
      const addAll = async () => {
        for await (const { name, text } of files) {
          current = Readable.from(pieces(text));
          zip.addReadStream(current, name);
          await finished(current);
        }
        zip.end();
      };
      addAll().catch(breakOff);
      return packed;
    },
  };
}

async function* pieces(text: ExportFile['text']): AsyncIterable<Buffer> {
  let gathered = '';
  for await (const some of text) {
    gathered += some;
    if (gathered.length < PIECE) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  if (gathered !== '') yield Buffer.from(gathered);
}
