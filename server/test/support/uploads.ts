import { crc32, deflateRawSync } from 'node:zlib';
import { bytesOfBuffer } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import type { Row, Upload, Wish } from '../../src/imports/entry.js';
import type { UploadOptions } from '../../src/imports/ports.js';
import { type FileSummary, summarise } from './upload-summary.js';

type Content = string | Uint8Array;

export function openUpload(
  name: string,
  content: Content,
  options?: UploadOptions,
): Promise<Upload> {
  return fileUploads().open(bytesOfBuffer(Buffer.from(content as string)), name, options);
}

export async function rowsOf(
  name: string,
  content: Content,
  options?: UploadOptions,
): Promise<Row[]> {
  const { rows } = await openUpload(name, content, options);
  const read: Row[] = [];
  for await (const some of rows) read.push(...some);
  return read;
}

/** What is said of each film, by title; of rows set aside, why. */
export async function toldIn(name: string, content: Content, options?: UploadOptions) {
  const rows = await rowsOf(name, content, options);
  return rows.map(({ film, wishes, aside }): [string, ...(Wish | string)[]] => [
    film.title,
    ...(aside === null ? wishes : [aside.why]),
  ]);
}

export async function summaryOf(upload: Upload): Promise<FileSummary[]> {
  const summary = summarise(upload.files);
  for await (const rows of upload.rows) rows.forEach(summary.add);
  return summary.files();
}

/** A file of a zip. What is not said is as it ought to be. */
export type Packed = {
  name: string;
  content: Content;
  unixMode?: number;
  flags?: number;
  /** Of the size unpacked, what the zip says. */
  claimed?: number;
};

/** A zip as its specification has it (PKWARE, APPNOTE 6.3.10), and as nobody should pack one. */
export function zipOf(files: Packed[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, unixMode = 0o100644, flags = 0, claimed } of files) {
    const plain = Buffer.from(content as string);
    const packed = deflateRawSync(plain);
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags | 0x800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? plain.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, title, packed]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE((unixMode << 16) >>> 0, 6);
    more.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021403', 'hex'), fields, more, title);
    bodies.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}
