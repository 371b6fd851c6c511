import { KNOWN_EXPORTS } from '../../imports/recognise.js';
import { fail } from '../../problem.js';
import { beginning, type Source } from './source.js';

const BEGINNING = 64 * 1024;
/** Files that people take for something else, by their first bytes. */
const OTHER_FILES: [beginning: string, what: string][] = [
  ['25504446', 'a PDF'],
  ['504b0304', 'a zip within a zip'],
  ['1f8b', 'packed with gzip'],
  ['89504e47', 'a picture'],
  ['ffd8ff', 'a picture'],
  ['47494638', 'a picture'],
  ['d0cf11e0', 'an Excel or Word file'],
  ['53514c69746520666f726d6174', 'a SQLite database'],
  ['377abcaf', 'an archive of another kind than zip'],
  ['52617221', 'an archive of another kind than zip'],
];
/** What Windows-1252 has where Latin-1 has control characters; the holes are as they are. */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** `utf-8` also with a byte-order mark. What is not UTF-8, nor UTF-16, is taken for Windows-1252. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How a file is written; refuses what is no text. Looks at all of it: the first accent may be in the last row. */
export async function encodingOf(source: Source): Promise<Encoding> {
  const start = await beginning(source, BEGINNING);
  const hex = start.subarray(0, 16).toString('hex');
  const [, other] = OTHER_FILES.find(([bytes]) => hex.startsWith(bytes)) ?? [];
  if (other !== undefined) notText(source, other);
  const utf16 = utf16Of(start);
  if (utf16 !== null) return utf16;
  if (start.includes(0)) notText(source, 'no text');
  return (await isUtf8(source)) ? 'utf-8' : 'windows-1252';
}

/** Without a byte-order mark. */
export async function* textOf(source: Source, encoding: Encoding): AsyncIterable<string> {
  // Node's own decoder of Windows-1252 is that of Latin-1 in some releases.
  const isOld = encoding === 'windows-1252';
  const decoder = new TextDecoder(isOld ? 'latin1' : encoding);
  for await (const piece of source.open()) {
    const text = isOld
      ? Buffer.from(piece)
          .toString('latin1')
          .replace(/[\u0080-\u009f]/g, in1252)
      : decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function in1252(sign: string): string {
  return FROM_80[sign.charCodeAt(0) - 0x80] ?? sign;
}

/** By its mark, or because every other byte is 0, as in English. */
function utf16Of(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const some = start.subarray(0, 200);
  if (some.length < 4) return null;
  const zeros = (from: number) => some.filter((byte, n) => n % 2 === from && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const many = some.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : null;
}

async function isUtf8(source: Source): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of source.open()) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function notText({ name }: Source, what: string): never {
  const detail = `${name} is ${what}. Expected was ${KNOWN_EXPORTS}.`;
  fail({ kind: 'import-unreadable', code: 'not-text', detail });
}
