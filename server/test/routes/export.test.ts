import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOfBuffer } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import { zipPacker } from '../../src/adapters/zip/packer.js';
import { EXPORT_FORMATS } from '../../src/exports/export.js';
import { exportHistory } from '../../src/exports/export-history.js';
import { cleaned } from '../../src/imports/cells.js';
import type { Row } from '../../src/imports/entry.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { User, UserId } from '../../src/users/user.js';
import { filesOfZip } from '../support/files-of-zip.js';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../docs/api/export.schema.json', import.meta.url), 'utf8'),
);
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@x',
  '\tx',
  '\rx',
  "'=1",
  "''-1",
  '"',
  'a,b;c',
  'x\r\ny',
  '|\\|',
  '</script>',
];

describe('the export of a history', () => {
  let service: Service;
  let ana: Person;

  beforeAll(async () => {
    service = await startService({}, { films: 0 });
    ana = await addPerson(service, 'ana');
    const { id } = await addMovie(service.store, {
      title: '=HYPERLINK("x"), The',
      originalTitle: 'L’été',
      year: 1999,
      genres: ['Drama', 'Sci-Fi|Fantasy'],
      directors: [{ name: '-Ann' }, { name: 'Bo, Jr.' }],
      ids: { imdb: 'tt0133093', tmdb: '603', wikidata: null },
    });
    await rate(service.store, ana.id as UserId, id, { stars: 2 });
    await rate(service.store, ana.id as UserId, id, {
      stars: 4.35,
      note: "=cmd|' /C calc'!A0\r\nB",
      ratedAt: NOW - 5,
    });
    await service.store.favourites.add(ana.id as UserId, id, NOW);
    await service.store.watchlist.add(ana.id as UserId, id, NOW);
    const viewing = { stars: parseStars(3.5), rewatch: true, tags: ['a|b', '=c'], review: '-1' };
    await service.store.viewings.add(
      ana.id as UserId,
      id,
      { watchedOn: '2024-02-29', ...viewing },
      NOW,
    );
  });
  afterAll(() => service.stop());

  const get = (query = '', person: Person = ana) =>
    service.server.inject({
      url: `/api/v1/users/${ana.id}/export${query}`,
      headers: { authorization: `Bearer ${person.token}` },
    });

  it('is a zip that nobody keeps, named after what it is', async () => {
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'cache-control': 'no-store',
    });
    expect(answer.headers['content-disposition']).toMatch(
      /filename="halfstar-ana-\d{4}-\d\d-\d\d\.zip"/,
    );
    const files = await filesOfZip(answer.rawPayload);
    expect([...files.keys()]).toEqual([
      'halfstar.json',
      'ratings.csv',
      'viewings.csv',
      'watchlist.csv',
      'favourites.csv',
      'rating-changes.csv',
    ]);
  });

  it.each([
    ['太郎', '__', '%E5%A4%AA%E9%83%8E'],
    ['Łukasz', '_ukasz', '%C5%81ukasz'],
    ['José', 'Jos_', 'Jos%C3%A9'],
  ])('is named after %s as well, whose letters no header takes', async (handle, plain, encoded) => {
    const person = await addPerson(service, handle);
    const answer = await service.server.inject({
      url: '/api/v1/users/me/export',
      headers: { authorization: `Bearer ${person.token}` },
    });
    expect(answer.statusCode).toBe(200);
    const [, day] =
      /-(\d{4}-\d\d-\d\d)\.zip"/.exec(String(answer.headers['content-disposition'])) ?? [];
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="halfstar-${plain}-${day}.zip"; filename*=UTF-8''halfstar-${encoded}-${day}.zip`,
    );
    expect([...(await filesOfZip(answer.rawPayload)).keys()]).toContain('halfstar.json');
  });

  it('is, as JSON, what its schema says', async () => {
    const files = await filesOfZip((await get()).rawPayload);
    const whole = JSON.parse(files.get('halfstar.json') ?? '');
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(SCHEMA);
    expect(validate(whole), JSON.stringify(validate.errors)).toBe(true);
    expect(whole.user).toMatchObject({ handle: 'ana', privacy: 'public' });
    expect(whole.ratings).toMatchObject([{ stars: 4.35, note: "=cmd|' /C calc'!A0\r\nB" }]);
  });

  it('has every viewing, and what there is to see', async () => {
    const files = await filesOfZip((await get()).rawPayload);
    const viewing = {
      watchedOn: '2024-02-29',
      score: 3.5,
      rewatch: true,
      tags: ['a|b', '=c'],
      review: '-1',
    };
    const [read] = await readAgain('viewings.csv', files.get('viewings.csv') ?? '');
    expect(read?.wishes).toMatchObject([{ kind: 'viewing', ...viewing }]);
    const [listed] = await readAgain('watchlist.csv', files.get('watchlist.csv') ?? '');
    expect(listed?.wishes).toEqual([{ kind: 'watchlist', addedAt: NOW }]);
    const whole = await readAgain('halfstar.json', files.get('halfstar.json') ?? '');
    expect(whole.map(({ wishes }) => wishes[0]?.kind)).toEqual([
      'rating',
      'viewing',
      'watchlist',
      'favourite',
    ]);
  });

  it('tells every change of every rating', async () => {
    const files = await filesOfZip((await get()).rawPayload);
    const lines = (files.get('rating-changes.csv') ?? '').split('\r\n');
    expect(lines[0]).toBe('Movie ID,Stars,Note,At,Title,Year,IMDb ID,TMDB ID,Wikidata ID');
    expect(lines[1]).toMatch(/^\d+,2,,/);
    expect(lines[2]).toMatch(/^\d+,4\.35,"'=cmd/);
    for (const line of [lines[1], lines.slice(2).join('')]) {
      expect(line).toContain(`,"'=HYPERLINK(""x""), The",1999,tt0133093,603,`);
    }
    expect(await readAgain('rating-changes.csv', lines.join('\r\n'))).toEqual([]);
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    for (const format of EXPORT_FORMATS) {
      const files = await filesOfZip((await get(`?format=${format}`)).rawPayload);
      for (const [name, text] of files) {
        if (name.endsWith('.csv')) expect(text, name).not.toMatch(/(^|,|\n)"?[=+\-@\t\r](?!\n)/);
      }
    }
  });

  it('is of the owner alone', async () => {
    const ben = await addPerson(service, 'ben');
    expect((await get('', ben)).statusCode).toBe(403);
    expect((await get('?format=pdf')).statusCode).toBe(400);
  });

  it('is for Letterboxd in tables of a thousand rows', async () => {
    const { store } = service;
    const cleo = await addUser(store, 'cleo');
    for (let i = 0; i < 1001; i++) {
      const { id } = await addMovie(store, { title: `Film ${i}` });
      await rate(store, cleo.id, id, { stars: 3.5 });
    }
    const files = await packed(service, cleo, 'letterboxd');
    const rows = [...files.values()].map((text) => text.trimEnd().split('\r\n').length - 1);
    expect([...files.keys()]).toEqual(['letterboxd-1.csv', 'letterboxd-2.csv', 'watchlist-1.csv']);
    expect(rows).toEqual([1000, 1, 0]);
  });

  it('is read again as it was, to the note, the time and the star, whatever is written in it', async () => {
    let people = 0;
    // Reading takes blanks off the ends, and signs that nobody sees.
    const text = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map((both) => both.join('')),
    );
    const told = fc.record({
      title: text.map(cleaned).filter((title) => title !== ''),
      note: fc.option(text.map(cleaned).filter((note) => note !== '')),
      steps: fc.integer({ min: 0, max: 100 }),
      ratedAt: fc.integer({ min: 0, max: NOW }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 5 }), async (all) => {
        const { store } = service;
        const user = await addUser(store, `p${++people}`);
        for (const { title, note, steps, ratedAt } of all) {
          const { id } = await addMovie(store, { title, year: 2001 });
          await rate(store, user.id, id, { stars: steps / 20, note, ratedAt });
        }
        const expected = all.map(({ title, note, steps, ratedAt }) => ({
          title,
          note,
          score: steps / 20,
          ratedAt,
        }));
        const byTime = [...expected].sort((one, other) => one.ratedAt - other.ratedAt);
        const files = await packed(service, user, 'halfstar');
        for (const name of ['halfstar.json', 'ratings.csv']) {
          const rows = await readAgain(name, files.get(name) ?? '');
          expect(rows.map(ratingOf).sort((one, other) => one.ratedAt - other.ratedAt)).toEqual(
            byTime,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});

async function packed({ store }: Service, user: User, format: 'halfstar' | 'letterboxd') {
  const parts: Uint8Array[] = [];
  for await (const part of zipPacker().pack(exportHistory({ store, now: () => NOW }, user, format)))
    parts.push(part);
  return filesOfZip(Buffer.concat(parts));
}

async function readAgain(name: string, text: string): Promise<Row[]> {
  const { rows } = await fileUploads().open(bytesOfBuffer(Buffer.from(text)), name);
  const all: Row[] = [];
  for await (const some of rows) all.push(...some);
  return all;
}

function ratingOf({ film, wishes: [wish] }: Row) {
  if (wish?.kind !== 'rating') throw new Error('it is no rating');
  return { title: film.title, note: wish.note, score: wish.score, ratedAt: wish.ratedAt ?? -1 };
}
