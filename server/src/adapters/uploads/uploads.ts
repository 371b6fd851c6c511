import type { Part, Row, Service, Upload } from '../../imports/entry.js';
import { jsonItems } from '../../imports/json-items.js';
import type { Bytes, UploadOptions, Uploads } from '../../imports/ports.js';
import { inOrder, KNOWN_EXPORTS } from '../../imports/recognise.js';
import type { UploadContext } from '../../imports/table.js';
import { fail, Refusal, type UnreadableCode } from '../../problem.js';
import { type Recognised, recognise } from './recognise.js';
import type { Source } from './source.js';
import { sourcesOfZip } from './zip.js';

const MOST_ROWS = 1_000_000;
/** With files in it, and without. */
const ZIP_BEGINNINGS = ['504b0304', '504b0506'];

type Known = Recognised & { part: Part };
type File = { name: string; known: { service: Service; part: Part } | null; file: Known | null };

/** Zips, tables and JSON, a piece at a time. */
export function fileUploads(): Uploads {
  return {
    async open(bytes, name, options = {}) {
      if (bytes.size === 0) refuse('empty', `${name} is empty. Expected was ${KNOWN_EXPORTS}.`);
      const isZip = ZIP_BEGINNINGS.includes((await head(bytes)).toString('hex'));
      const whole = { name, size: bytes.size, open: () => bytes.read(0, bytes.size) };
      const sources = isZip ? await sourcesOfZip(bytes, name) : [whole];
      const files: File[] = [];
      for (const source of sources) files.push(await fileOf(source, isZip, options));
      return uploadOf(name, isZip, inOrder(files), options);
    },
  };
}

function uploadOf(name: string, isZip: boolean, files: File[], { person }: UploadOptions): Upload {
  const known = files.flatMap(({ file }) => file ?? []);
  if (!known.some(({ part }) => part !== 'films')) {
    const found = isZip ? `holds ${listed(files)}` : 'has columns or keys that we do not know';
    refuse('unknown-format', `${name} ${found}. Expected was ${KNOWN_EXPORTS}.`);
  }
  const kinds = new Set(known.map(({ format, part }) => `${format.service} ${part}`));
  const context: UploadContext = {
    has: (service, part) => kinds.has(`${service} ${part}`),
    films: new Map(),
    person,
  };
  return {
    files: files.map(({ name, known }) => ({ name, known })),
    rows: rowsOf(known, context, name),
  };
}

async function fileOf(source: Source, isZip: boolean, { part }: UploadOptions): Promise<File> {
  const recognised = source.size === 0 ? null : await recogniseOne(source, isZip);
  if (recognised === null) return { name: source.name, known: null, file: null };
  const { parts, format } = recognised;
  const meant = parts.length === 1 ? parts[0] : parts.find((one) => one === part);
  if (meant === undefined) {
    const detail = `${source.name} is of ${format.service}, but whether it is about ${parts.join(', ')} its content does not say.`;
    fail({ kind: 'import-unclear', choices: parts, detail });
  }
  const known = { service: format.service, part: meant };
  return { name: source.name, known, file: { ...recognised, part: meant } };
}

/** What a page or a letter may be taken for. */
const NO_TABLE = new Set<UnreadableCode>(['cut-short', 'long-record', 'too-many-columns']);
/** By their names: of these none is passed over for that. */
const HOLDS_DATA = /\.(csv|tsv|json|dat|data|item|zip)$/i;

/** In a zip, a picture or a letter beside the tables is passed over. */
async function recogniseOne(source: Source, isZip: boolean): Promise<Recognised | null> {
  try {
    return await recognise(source);
  } catch (error) {
    if (isZip && isBesideTables(error, source.name)) return null;
    throw error;
  }
}

function isBesideTables(error: unknown, name: string): boolean {
  if (!(error instanceof Refusal) || error.problem.kind !== 'import-unreadable') return false;
  const { code } = error.problem;
  return code === 'not-text' || (NO_TABLE.has(code) && !HOLDS_DATA.test(name));
}

async function* rowsOf(known: Known[], context: UploadContext, name: string): AsyncIterable<Row[]> {
  let count = 0;
  for (const file of known) {
    for await (const rows of file.kind === 'table'
      ? tableRows(file, context)
      : itemRows(file, context)) {
      count += rows.length;
      if (count > MOST_ROWS) {
        refuse('too-many-rows', `${name} has more than ${MOST_ROWS} rows. Send it in parts.`);
      }
      yield rows;
    }
  }
}

async function* tableRows(
  { format, part, start, records }: Extract<Known, { kind: 'table' }>,
  context: UploadContext,
): AsyncIterable<Row[]> {
  const { headerless = false } = format;
  const reader = format.reader(part, start, context);
  if (reader.survey) {
    for await (const some of records()) for (const { cells } of some) reader.survey(cells);
  }
  let isHeader = !headerless;
  for await (const some of records()) {
    const rows: Row[] = [];
    for (const { cells, line } of some) {
      const told = isHeader ? null : reader.read(cells);
      isHeader = false;
      if (told !== null) rows.push({ file: start.name, line, ...told });
    }
    yield rows;
  }
}

async function* itemRows(
  { format, part, start, text }: Extract<Known, { kind: 'items' }>,
  context: UploadContext,
): AsyncIterable<Row[]> {
  const read = format.reader(part, start, context);
  const items = jsonItems(start.name);
  let line = 0;
  for await (const piece of text()) {
    yield items.push(piece).map((item) => ({ file: start.name, line: ++line, ...read(item) }));
  }
  items.end();
}

async function head(bytes: Bytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes.read(0, Math.min(4, bytes.size))) pieces.push(piece);
  return Buffer.concat(pieces);
}

function listed(files: readonly File[]): string {
  const names = files.slice(0, 5).map(({ name }) => name.slice(0, 100));
  if (names.length === 0) return 'no file';
  return `${names.join(', ')}${files.length > names.length ? ' and more' : ''}, of no kind that we know`;
}

function refuse(code: UnreadableCode, detail: string): never {
  fail({ kind: 'import-unreadable', code, detail });
}
