import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Bytes } from '../../imports/ports.js';
import { fail, Refusal, type UnreadableCode } from '../../problem.js';
import type { Source } from './source.js';

const MEBIBYTE = 1024 * 1024;
const MOST_UNPACKED = 512 * MEBIBYTE;
const MOST_FILES = 5000;
/** What systems put into zips for themselves. */
const SYSTEM = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;
const ZIP_NAME = /\.zip$/i;
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** The files of a zip. Refuses what only somebody with ill intent packs. */
export async function sourcesOfZip(bytes: Bytes, name: string): Promise<Source[]> {
  try {
    const zip = await open(bytes);
    const entries: Entry[] = [];
    let [count, unpacked] = [0, 0];
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      check(entry, name);
      if (++count > MOST_FILES) {
        refuse('too-many-files', `${name} holds more than ${MOST_FILES} files.`);
      }
      if (unpacked > MOST_UNPACKED) {
        refuse(
          'too-large-unpacked',
          `${name} unpacks to more than ${MOST_UNPACKED / MEBIBYTE} MiB.`,
        );
      }
      if (!entry.fileName.endsWith('/') && !SYSTEM.test(entry.fileName)) entries.push(entry);
    }
    return entries.map((entry) => ({
      name: entry.fileName,
      size: entry.uncompressedSize,
      open: () => unpack(zip, entry, name),
    }));
  } catch (error) {
    throw refusalOf(error, name);
  }
}

function open(bytes: Bytes): Promise<ZipFile> {
  return yauzl.fromRandomAccessReaderPromise(new BytesReader(bytes), bytes.size, {
    autoClose: false,
  });
}

/** yauzl asks for a class of its own kind. */
class BytesReader extends yauzl.RandomAccessReader {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }

  override _readStreamForRange(from: number, to: number): Readable {
    return Readable.from(this.#bytes.read(from, to), { objectMode: false });
  }
}

function check(entry: Entry, name: string): void {
  const shown = entry.fileName.slice(0, 100);
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) {
    refuse('symbolic-link', `${name} holds ${shown}, a link to something that is not in it.`);
  }
  if (ZIP_NAME.test(entry.fileName)) {
    refuse('zip-in-zip', `${name} holds another zip, ${shown}. Send that one alone.`);
  }
  if (entry.isEncrypted()) {
    refuse('encrypted', `${name} is locked with a password. Expected was one without.`);
  }
}

async function* unpack(zip: ZipFile, entry: Entry, name: string): AsyncIterable<Uint8Array> {
  try {
    let sum = 0;
    // It ends with an error when more comes out than the zip says, or less.
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      sum = crc32(piece as Buffer, sum);
      yield piece as Buffer;
    }
    if (sum !== entry.crc32) {
      refuse('damaged', `${name} is damaged: ${entry.fileName} is not what was packed.`);
    }
  } catch (error) {
    throw refusalOf(error, `${name} (${entry.fileName})`);
  }
}

function refusalOf(error: unknown, name: string): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const said = error.message;
  if (/relative path|absolute path|invalid characters in fileName/.test(said)) {
    return refusal(
      'outside-name',
      `${name} holds a file with a name that leads out of it: ${said}.`,
    );
  }
  if (/end of central directory|multi-disk|unexpected EOF|out of bounds/i.test(said)) {
    return refusal(
      'cut-short',
      `${name} ends before the zip does: ${said}. Expected was a whole zip.`,
    );
  }
  return refusal('damaged', `${name} cannot be unpacked: ${said}.`);
}

function refuse(code: UnreadableCode, detail: string): never {
  fail({ kind: 'import-unreadable', code, detail });
}

function refusal(code: UnreadableCode, detail: string): Refusal {
  return new Refusal({ kind: 'import-unreadable', code, detail });
}
