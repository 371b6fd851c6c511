import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, type Service, startService } from '../support/service.js';
import { addMovie, rate } from '../support/some.js';
import { zipOf } from '../support/uploads.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HEADER = 'Date,Name,Year,Letterboxd URI,Rating\n';
let service: Service;
let clock = NOW;
let alien: number;
let twins: number[];
let people = 0;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 3, now: () => clock });
  await addPerson(service, 'root');
  alien = (await addMovie(service.store, { title: 'Alien Landing', year: 1979 })).id;
  twins = [];
  for (const name of ['One', 'Other']) {
    const facts = { title: 'Twins Again', year: 1988, directors: [{ name }] };
    twins.push((await addMovie(service.store, facts)).id);
  }
});
afterAll(() => service.stop());

const someone = async () => {
  people += 1;
  ana = await addPerson(service, `ana${people}`);
};
const call = (method: string, path: string, body?: unknown, headers = {}) =>
  service.call(method, `users/me/imports${path}`, { token: ana.token, body, headers });
const upload = (content: string | Uint8Array, query = 'name=ratings.csv', headers = {}) =>
  call('POST', `?${query}`, Buffer.from(content as string), {
    'content-type': 'application/octet-stream',
    ...headers,
  });
const settled = async (path: string) => {
  await service.imports.workNow();
  return (await call('GET', path)).body;
};
/** An import that is ready, and its path. */
const brought = async (content: string | Uint8Array, query?: string) => {
  const { body } = await upload(content, query);
  await service.imports.workNow();
  return `/${body.id}`;
};
type Rated = { movie: { title: string; score: unknown }; stars: number };
/** But for scores, which follow in a moment. */
const ratings = async (): Promise<Rated[]> => {
  const { body } = await service.call('GET', 'users/me/ratings', { token: ana.token });
  return body.items.map((one: Rated) => ({ ...one, movie: { ...one.movie, score: null } }));
};

describe('a history from elsewhere', () => {
  beforeAll(someone);

  it('is uploaded, looked at, put right, applied and taken back', async () => {
    await rate(service.store, ana.id as never, alien as never, { stars: 2, ratedAt: NOW - 1 });
    const before = await ratings();
    const sent = await upload(
      `${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n2020-01-03,Twins Again,1988,y,4\n2020-01-04,Nobody Knows It,2011,z,0.5\n`,
    );
    expect(sent).toMatchObject({
      status: 201,
      body: { name: 'ratings.csv', state: 'matching', rows: 3, questions: [], conflicts: null },
    });
    const path = String(sent.headers.location).replace('/api/v1/users/me/imports', '');
    const ready = await settled(path);
    expect(ready).toMatchObject({
      state: 'ready',
      files: [{ name: 'ratings.csv', service: 'letterboxd', part: 'ratings', rows: 3 }],
      verdicts: { new: 1, same: 0, changed: 0, conflict: 1, unmatched: 1, aside: 0 },
    });

    const { body: rows } = await call('GET', `${path}/rows`);
    expect(rows).toMatchObject({ total: 3, nextCursor: null });
    expect(rows.items).toMatchObject([
      {
        place: 1,
        file: 'ratings.csv',
        line: 2,
        verdict: 'conflict',
        film: { title: 'Alien Landing', year: 1979 },
        said: [{ kind: 'rating', score: 3.5, stars: 3.5, at: '2020-01-02T00:00:00.000Z' }],
        movie: { id: alien, title: 'Alien Landing' },
        mine: { stars: 2 },
      },
      { verdict: 'unmatched', movie: null, creates: false, candidates: [{}, {}] },
      { verdict: 'new', movie: null, creates: true, mine: null },
    ]);

    const { body: unsure } = await call('GET', `${path}/rows?verdict=unmatched`);
    expect(unsure).toMatchObject({ total: 1, items: [{ place: 2 }] });
    const [candidate] = unsure.items[0].candidates;
    expect(twins).toContain(candidate.movie.id);
    const fixed = await call('PATCH', `${path}/rows/2`, { movie: candidate.movie.id });
    expect(fixed).toMatchObject({
      status: 200,
      body: { place: 2, verdict: 'new', chosen: true, movie: candidate.movie },
    });

    const policy = await call('PATCH', path, { conflicts: 'theirs' });
    expect(policy.body).toMatchObject({ conflicts: 'theirs', verdicts: { new: 2, unmatched: 0 } });
    const applying = await call('POST', `${path}/apply`);
    expect(applying).toMatchObject({ status: 202, body: { state: 'applying' } });
    expect(await settled(path)).toMatchObject({
      state: 'applied',
      progress: { done: 3, total: 3 },
      outcomes: { taken: 3, kept: 0, left: 0 },
    });
    const given = (await ratings()).map(({ movie, stars }) => [movie.title, stars]);
    expect(given.sort()).toEqual([
      ['Alien Landing', 3.5],
      ['Nobody Knows It', 0.5],
      ['Twins Again', 4],
    ]);

    expect(await call('POST', `${path}/undo`)).toMatchObject({
      status: 202,
      body: { state: 'undoing' },
    });
    expect(await settled(path)).toMatchObject({ state: 'undone', changedSince: 0 });
    expect(await ratings()).toEqual(before);
    expect((await service.call('GET', 'movies?q=nobody%20knows%20it')).body.total).toBe(0);
  });

  it('keeps what is mine unless it is told otherwise', async () => {
    const path = await brought(`${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n`);
    await call('POST', `${path}/apply`);
    expect(await settled(path)).toMatchObject({
      conflicts: 'mine',
      verdicts: { conflict: 1 },
      outcomes: { kept: 1 },
    });
  });
});

describe('an upload', () => {
  beforeAll(someone);

  it('is a zip or one of its files, and bytes', async () => {
    const zip = zipOf([
      { name: 'x/ratings.csv', content: `${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n` },
      { name: 'x/watchlist.csv', content: 'Date,Name,Year,Letterboxd URI\n2020-01-02,A,1979,x\n' },
    ]);
    const { status, body } = await upload(zip, 'name=mine.zip');
    expect(status).toBe(201);
    expect(body.files.map(({ part }: { part: string }) => part)).toEqual(['ratings', 'watchlist']);
    const json = await service.call('POST', 'users/me/imports?name=a.csv', {
      token: ana.token,
      body: { a: 1 },
    });
    expectProblem(json, 415, 'unsupported-media-type');
    expect(json.body.detail).toContain('application/octet-stream');
    const elsewhere = await service.call('POST', 'movies', {
      token: ana.token,
      body: Buffer.from('{"title":"A"}'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expectProblem(elsewhere, 415, 'unsupported-media-type');
  });

  it('is asked about where its content does not tell what it is', async () => {
    const list = 'Date,Name,Year,Letterboxd URI\n2020-01-02,Alien Landing,1979,x\n';
    const unclear = await upload(list, 'name=list.csv');
    expectProblem(unclear, 422, 'import-unclear');
    expect(unclear.body.choices).toContain('watchlist');
    const told = await upload(list, 'name=list.csv&part=watchlist');
    expect(told).toMatchObject({ status: 201, body: { files: [{ part: 'watchlist' }] } });
  });

  it('is taken once for one Idempotency-Key, and another file is another body', async () => {
    const once = (stars: number) =>
      upload(`${HEADER}2020-01-02,A,1979,x,${stars}\n`, 'name=a.csv', { 'idempotency-key': 'k' });
    const first = await once(3);
    expect(first.status).toBe(201);
    const again = await once(3);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.id).toBe(first.body.id);
    expectProblem(await once(4), 422, 'key-reused');
  });

  it.each([
    ['', '#/name'],
    ['name=', '#/name'],
    ['name=a&part=films2', '#/part'],
    ['name=a&colour=red', '#/colour'],
    ['name=a%0ab', '#/name'],
  ])('is refused with the query %j', async (query, pointer) => {
    expectProblem(await upload(HEADER, query), 400, 'invalid', pointer);
  });

  it('is refused beyond what anyone has, whether or not it says its size', async () => {
    const large = await upload(new Uint8Array(64 * 1024 * 1024 + 1), 'name=large.csv');
    expectProblem(large, 413, 'too-large');
    const said = await upload('x', 'name=large.csv', { 'content-length': '99999999' });
    expectProblem(said, 413, 'too-large');
  });

  it('is refused where too many are not done', async () => {
    await someone();
    const send = () => upload(`${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n`);
    const answers: Answer[] = [];
    for (let n = 0; n < 6; n++) answers.push(await send());
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 409]);
    expectProblem(answers[5]!, 409, 'imports-full');
    expect((await call('DELETE', `/${answers[0]!.body.id}`)).status).toBe(204);
    expect((await send()).status).toBe(201);
    const { body } = await call('GET', '?limit=2');
    expect(body).toMatchObject({ total: 5 });
    expect(body.items).toHaveLength(2);
    expect(body.nextCursor).not.toBeNull();
  });
});

describe('a scale that is not certain', () => {
  beforeAll(someone);
  const CRITICKER = 'Score,Film Name,Year,Date Rated,IMDB ID\n5,Alien Landing,1979,,\n';

  it('is asked for, and set right', async () => {
    const path = await brought(CRITICKER, 'name=criticker.csv');
    const asking = (await call('GET', path)).body;
    expect(asking).toMatchObject({ state: 'asking' });
    expect(asking.questions).toEqual([
      {
        file: 'criticker.csv',
        scales: [5, 10, 20, 100].map((most) => ({ least: 0, most })),
      },
    ]);
    const wrong = await call('PATCH', path, { scales: { 'criticker.csv': 7 } });
    expectProblem(wrong, 400, 'invalid', '#/scales/criticker.csv');
    const other = await call('PATCH', path, { scales: { 'other.csv': 10 }, conflicts: 'newest' });
    expectProblem(other, 400, 'invalid', '#/scales/other.csv');
    expect((await call('GET', path)).body.conflicts).toBeNull();
    await call('PATCH', path, { scales: { 'criticker.csv': 10 } });
    expect(await settled(path)).toMatchObject({ state: 'ready', questions: [] });
    const { body } = await call('GET', `${path}/rows`);
    expect(body.items[0].said).toMatchObject([{ score: 5, stars: 2.5 }]);
  });
});

describe('a row', () => {
  let path: string;
  beforeAll(async () => {
    await someone();
    path = await brought(
      `${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n2020-01-03,Twins Again,1988,y,4\n`,
    );
  });
  const fix = (body: object, row: number | string = 1) =>
    call('PATCH', `${path}/rows/${row}`, body);

  it('is left out, made a film of, and named', async () => {
    expect((await fix({ as: 'aside' })).body).toMatchObject({
      verdict: 'aside',
      aside: { why: 'skipped' },
    });
    expect((await call('GET', path)).body.verdicts).toMatchObject({ aside: 1, new: 0 });
    expect((await fix({ as: 'new' })).body).toMatchObject({ verdict: 'new', creates: true });
    const [film] = (await service.call('GET', 'movies?limit=1')).body.items;
    expect((await fix({ movie: `imdb:${film.ids.imdb}` })).body).toMatchObject({
      verdict: 'new',
      movie: { id: film.id },
    });
  });

  it.each([
    [{}, 400, 'invalid', '#'],
    [{ movie: 1, as: 'new' }, 400, 'invalid', '#'],
    [{ as: 'gone' }, 400, 'invalid', '#/as'],
    [{ movie: 'x' }, 400, 'invalid', '#/movie'],
    [{ movie: 987_654 }, 404, 'movie-not-found', '#/movie'],
  ])('is not put right by %j', async (body, status, kind, pointer) => {
    expectProblem(await fix(body), status, kind, pointer);
  });

  it('is one of the import, and decided about before it is applied', async () => {
    expectProblem(await fix({ as: 'aside' }, 3), 404, 'import-row-not-found', '#/row');
    expectProblem(await fix({ as: 'aside' }, 'x'), 400, 'invalid', '#/row');
    await call('POST', `${path}/apply`);
    await service.imports.workNow();
    expectProblem(await fix({ as: 'aside' }), 409, 'import-not-ready');
  });
});

describe('an import', () => {
  it('takes what its state allows', async () => {
    await someone();
    const path = await brought(`${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n`);
    expectProblem(await call('POST', `${path}/undo`), 409, 'import-not-ready');
    expectProblem(await call('PATCH', path, {}), 400, 'invalid', '#');
    await call('POST', `${path}/apply`, undefined, { 'idempotency-key': 'apply' });
    await service.imports.workNow();
    expectProblem(await call('POST', `${path}/apply`), 409, 'import-not-ready');
    expectProblem(await call('PATCH', path, { conflicts: 'mine' }), 409, 'import-not-ready');
    const again = await call('POST', `${path}/apply`, undefined, { 'idempotency-key': 'apply' });
    expect(again).toMatchObject({ status: 202, headers: { 'idempotency-replayed': 'true' } });
    expect((await call('DELETE', path)).status).toBe(204);
    expectProblem(await call('GET', path), 404, 'import-not-found', '#/import');
    expectProblem(await call('DELETE', path), 404, 'import-not-found');
    expectProblem(await call('GET', `${path}/rows`), 404, 'import-not-found');
    expect(await ratings()).toHaveLength(1);
  });

  it('is removed when nobody goes on with it, and stays when it was applied', async () => {
    await someone();
    const waiting = await brought(`${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n`);
    const applied = await brought(`${HEADER}2020-01-02,Alien Landing,1979,x,3.5\n`);
    await call('POST', `${applied}/apply`);
    await service.imports.workNow();
    clock += 31 * 24 * 60 * 60_000;
    await service.imports.pruneNow();
    expectProblem(await call('GET', waiting), 404, 'import-not-found');
    expect((await call('GET', applied)).body.state).toBe('applied');
    await call('POST', `${applied}/undo`);
    expect(await settled(applied)).toMatchObject({ state: 'undone' });
    expect(await ratings()).toEqual([]);
  });
});
