import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../support/refusal.js';
import { openUpload, type Packed, rowsOf, summaryOf, toldIn, zipOf } from '../support/uploads.js';

const HEADER = ['Date', 'Name', 'Year', 'Letterboxd URI', 'Rating'];
const TITLES = ['Ärger, „so“', 'Naïve "Łódź"', '8½', 'Two\nLines'];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const table = (titles: readonly string[], { delimiter = ',', end = '\n', rating = '3.5' } = {}) =>
  [HEADER, ...titles.map((title) => ['2020-01-02', quoted(title), '1999', 'x', quoted(rating)])]
    .map((cells) => cells.join(delimiter) + end)
    .join('');
const titlesOf = async (content: string | Uint8Array) =>
  (await rowsOf('ratings.csv', content)).map(({ film }) => film.title);
const codeOf = async (name: string, content: string | Uint8Array) => {
  const problem = await refusalOf(() => rowsOf(name, content));
  return problem?.kind === 'import-unreadable' ? problem.code : problem;
};

describe('a table', () => {
  const text = table(TITLES);
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  it.each<[string, string | Uint8Array]>([
    ['UTF-8', text],
    ['UTF-8 with a mark', `\ufeff${text}`],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16, the other way round', utf16be],
  ])('may be written in %s', async (_, content) => {
    expect(await titlesOf(content)).toEqual(TITLES);
  });

  it('may be written in Windows-1252, also where the first accent comes late', async () => {
    const titles = [...Array.from({ length: 5000 }, (_, n) => `Film ${n}`), 'Caché – „so“ € ½'];
    const in1252 = Buffer.from(
      table(titles).replace(
        /[–„“€]/g,
        (sign) => ({ '–': '\x96', '„': '\x84', '“': '\x93', '€': '\x80' })[sign] ?? '',
      ),
      'latin1',
    );
    expect(await titlesOf(in1252)).toEqual(titles);
  });

  it.each([
    [';', '\r\n'],
    ['\t', '\n'],
    [',', '\r\n'],
  ])('may part cells by %j and end lines in %j', async (delimiter, end) => {
    const rows = await rowsOf('ratings.csv', table(TITLES, { delimiter, end, rating: '3,5' }));
    expect(rows.map(({ film }) => film.title)).toEqual(TITLES);
    expect(rows.map(({ wishes: [wish] }) => wish?.kind === 'rating' && wish.score)).toEqual([
      3.5, 3.5, 3.5, 3.5,
    ]);
  });

  it('says at which line a row begins, also behind rows of several lines', async () => {
    const rows = await rowsOf('ratings.csv', table(['One', 'Two\nLines', 'Three', 'Four']));
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
  });

  it('may have short rows, long rows and stray quotation marks', async () => {
    const rows = await rowsOf(
      'ratings.csv',
      `${HEADER.join(',')}\n2020-01-02,8" Floppy\n\n2020-01-02,B,1999,x,4,5,6\n`,
    );
    expect(rows.map(({ film, aside }) => [film.title, aside?.why])).toEqual([
      ['8" Floppy', 'nothing-said'],
      ['B', undefined],
    ]);
  });

  it('is read the same whatever is in it', async () => {
    const sign = fc.constantFrom(...'"\',;\t|:\n\\=+-@{[<>&\u00a0é名😀\ud800'.split(''), 'a', ' ');
    const title = fc.string({ unit: sign, maxLength: 12 }).filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(title, { minLength: 1, maxLength: 5 }), async (titles) => {
        const read = await titlesOf(table(titles));
        expect(read).toEqual(titles.map((text) => text.toWellFormed().trim()));
      }),
    );
  });

  it('gives a row and one verdict for every record of anything', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
      fc.constantFrom('', '0', '5', '1e9', 'NaN', '__proto__'),
    );
    const record = fc
      .array(cell, { minLength: 1, maxLength: 6 })
      .filter((cells) => cells.length > 1);
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 10 }), async (records) => {
        const lines = records.map((cells) => cells.map(quoted).join(','));
        const rows = await rowsOf('ratings.csv', [HEADER.join(','), ...lines].join('\n'));
        expect(rows).toHaveLength(records.length);
        for (const { wishes, aside } of rows) expect(wishes.length > 0).toBe(aside === null);
      }),
    );
  });
});

describe('a zip', () => {
  const ratings: Packed = { name: 'ratings.csv', content: table(['Tide']) };

  it('may have everything in a folder, beside what systems put there', async () => {
    const zip = zipOf([
      { name: 'export/', content: '' },
      { name: 'export/ratings.csv', content: table(['Tide']) },
      { name: 'export/.DS_Store', content: 'x\0' },
      { name: '__MACOSX/export/._ratings.csv', content: 'x\0' },
      { name: 'export/poster.png', content: Buffer.from('89504e47', 'hex') },
      { name: 'export/readme.txt', content: 'read me' },
      { name: 'export/page.html', content: `<html>\n${'a,'.repeat(1001)}` },
      { name: 'export/empty.csv', content: '' },
    ]);
    const files = await summaryOf(await openUpload('export.zip', zip));
    expect(files.map(({ name, known, rows }) => [name, known?.service ?? null, rows])).toEqual([
      ['export/ratings.csv', 'letterboxd', 1],
      ['export/poster.png', null, 0],
      ['export/readme.txt', null, 0],
      ['export/page.html', null, 0],
      ['export/empty.csv', null, 0],
    ]);
  });

  it.each<[string, Packed]>([
    ['zip-in-zip', { name: 'inner.zip', content: zipOf([ratings]) }],
    ['outside-name', { name: '../ratings.csv', content: 'x' }],
    ['outside-name', { name: 'a/../../ratings.csv', content: 'x' }],
    ['outside-name', { name: '..\\ratings.csv', content: 'x' }],
    ['outside-name', { name: '/etc/ratings.csv', content: 'x' }],
    ['symbolic-link', { name: 'ratings2.csv', content: '/etc/passwd', unixMode: 0o120777 }],
    ['encrypted', { name: 'locked.csv', content: 'x', flags: 1 }],
    ['too-large-unpacked', { name: 'zeros.csv', content: 'x', claimed: 4_000_000_000 }],
    ['damaged', { name: 'lies.csv', content: table(['Tide']), claimed: 3 }],
  ])('is refused for %s: %j', async (code, file) => {
    expect(await codeOf('export.zip', zipOf([ratings, file]))).toBe(code);
  });

  it('is refused cut short, at any place, or altered', async () => {
    const whole = zipOf([ratings, { name: 'diary.csv', content: table(TITLES) }]);
    for (let size = 5; size < whole.length; size += 37) {
      expect(await codeOf('export.zip', whole.subarray(0, size))).toBe('cut-short');
    }
    const altered = Buffer.from(whole);
    altered[60] = (altered[60] ?? 0) ^ 0xff;
    expect(await codeOf('export.zip', altered)).toBe('damaged');
  });

  it('is refused with nothing in it that we know, and says what there is', async () => {
    const problem = await refusalOf(() =>
      openUpload('a.zip', zipOf([{ name: 'notes.txt', content: 'x' }])),
    );
    expect(problem).toMatchObject({
      code: 'unknown-format',
      detail: expect.stringMatching(
        /^a\.zip holds notes\.txt, .* Expected was an export of Letterboxd,/,
      ),
    });
    expect(await codeOf('a.zip', zipOf([]))).toBe('unknown-format');
  });

  it.each([
    ['a letter with an open quotation mark', 'README.txt', '"an opening quote\nand more'],
    ['a page of one long line', 'page.html', `<p>${'x'.repeat(300_000)}`],
  ])('is read beside %s', async (_what, name, content) => {
    const ratings =
      'Date,Name,Year,Letterboxd URI,Rating\n2021-01-01,Tide,1999,https://boxd.it/a,4\n';
    const files = [{ name: 'ratings.csv', content: ratings }];
    expect(await toldIn('letterboxd.zip', zipOf([...files, { name, content }]))).toHaveLength(1);
    // A zip that lies is refused, whatever it lies about.
    const lies = { name, content, claimed: 3 };
    await expect(toldIn('letterboxd.zip', zipOf([...files, lies]))).rejects.toThrow(
      'import-unreadable',
    );
    // What may be a table is not left out.
    const table = { name: name.replace(/\.\w+$/, '.csv'), content };
    await expect(toldIn('letterboxd.zip', zipOf([...files, table]))).rejects.toThrow(
      'import-unreadable',
    );
  });

  it('is refused with more files than an export has', async () => {
    const files = Array.from({ length: 5001 }, (_, n) => ({ name: `${n}.csv`, content: '' }));
    expect(await codeOf('a.zip', zipOf(files))).toBe('too-many-files');
  });
});

describe('a file that is no export', () => {
  it.each<[string, string, string | Uint8Array, string]>([
    ['empty', 'a.csv', '', 'a.csv is empty.'],
    ['not-text', 'a.csv', '%PDF-1.7 and so on', 'a.csv is a PDF.'],
    ['not-text', 'a.csv', Buffer.from('1f8b0800', 'hex'), 'a.csv is packed with gzip.'],
    ['not-text', 'a.csv', Buffer.from('Name\0\x01\x02,Year\0'), 'a.csv is no text.'],
    ['unknown-format', 'a.csv', 'Date,Amount\n2020-01-01,5\n', 'a.csv has columns'],
    ['unknown-format', 'a.csv', '\n\n', 'a.csv has columns'],
    ['unknown-format', 'a.json', '{"a":[{"b":1}]}', 'a.json has columns or keys'],
    ['unknown-format', 'a.json', '[]', 'a.json has columns or keys'],
    ['damaged', 'ratings.json', '[{"rated_at":}]', 'ratings.json is no JSON'],
    [
      'cut-short',
      'ratings.json',
      '[{"rated_at":"2020-01-01","movie":{"title":"A"}},{"rat',
      'ratings.json ends before',
    ],
    [
      'cut-short',
      'ratings.csv',
      `${table(['Tide'])}2020-01-01,"A`,
      'ratings.csv ends within quotation marks',
    ],
    [
      'long-record',
      'ratings.csv',
      `${table(['Tide'])}${'a'.repeat(300_000)}`,
      'ratings.csv has a row of more',
    ],
    ['long-record', 'a.csv', 'a'.repeat(300_000), 'a.csv has a row of more'],
    [
      'too-many-columns',
      'ratings.csv',
      `${table(['Tide'])}${'a,'.repeat(1001)}`,
      'ratings.csv has 1002 columns at line 3',
    ],
    ['too-many-columns', 'a.csv', 'a,'.repeat(1001), 'a.csv has 1002 columns at line 1'],
    [
      'long-record',
      'ratings.json',
      `[{"rated_at":"2020-01-01","movie":{"title":"A"}},{"a":"${'a'.repeat(1_200_000)}`,
      'ratings.json has an item of more',
    ],
    [
      'long-record',
      'r.json',
      `[{"rated_at":"2020-01-01","movie":{"title":"${'a'.repeat(1_200_000)}`,
      'r.json has no item in',
    ],
  ])('is refused as %s: %s', async (code, name, content, says) => {
    const problem = await refusalOf(() => rowsOf(name, content));
    expect(problem).toMatchObject({ kind: 'import-unreadable', code });
    expect(problem).toHaveProperty(
      'detail',
      expect.stringMatching(new RegExp(`^${says.replaceAll('.', '\\.')}`)),
    );
  });

  it('is refused, or read, whatever its bytes are, and nothing breaks', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const begun = fc.constantFrom(
      '',
      'PK\x03\x04',
      'PK\x05\x06',
      '[',
      '{"movies":[',
      '[{"movie":',
      `${HEADER.join(',')}\n`,
    );
    await fc.assert(
      fc.asyncProperty(begun, bytes, async (start, rest) => {
        const problem = await refusalOf(() =>
          rowsOf('ratings.csv', Buffer.concat([Buffer.from(start), rest])),
        );
        expect(['import-unreadable', undefined]).toContain(problem?.kind);
      }),
      { numRuns: 300 },
    );
  });
});
