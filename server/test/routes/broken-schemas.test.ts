import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Api } from '../../src/http/api.js';
import { buildSerialisers } from '../../src/http/serialisers.js';
import { buildValidators } from '../../src/http/validation.js';
import { startService } from '../support/service.js';

const NONE = { type: 'object', properties: { stars: { type: 'none' } } };
const NOWHERE = { $ref: 'Nowhere#' };

let app: Api;
afterEach(() => app.close());

/** A server with one route that has a schema for what it takes, and one for what it answers. */
function serverOf(taken: object, answered: object, atOnce: boolean): Api {
  app = Fastify() as unknown as Api;
  buildValidators(app, atOnce);
  buildSerialisers(app, atOnce);
  app.addSchema({ $id: 'Stars', type: 'number', maximum: 5 });
  app.post('/', { schema: { body: taken, response: { 200: answered } } }, () => ({ stars: 3.5 }));
  return app;
}

const post = async (body: object) => {
  const { statusCode, body: answer } = await app.inject({
    method: 'POST',
    url: '/',
    payload: body,
  });
  return { statusCode, answer: JSON.parse(answer) };
};

describe('the schemas of all routes', () => {
  it('can be made into validators and serialisers', async () => {
    const service = await startService({}, { films: 0, buildsAtOnce: true });
    app = service.server;
    expect((await service.call('GET', '/health')).status).toBe(200);
    await service.stop();
  });
});

describe('a schema that is broken', () => {
  it.each([
    ['of a body', NONE, {}],
    ['of a body, with a keyword that is none', { type: 'object', mostly: true }, {}],
    ['of an answer', {}, NONE],
    ['of an answer, where it names what is not there', {}, NOWHERE],
  ])('%s keeps a server that builds all at once from starting', async (_what, taken, answered) => {
    await expect(serverOf(taken, answered, true).ready()).rejects.toThrow();
  });

  it('of an answer breaks that answer alone where each is built when it is used', async () => {
    await serverOf({}, NOWHERE, false).ready();
    expect((await post({})).statusCode).toBe(500);
  });
});

describe('what is built when it is used first', () => {
  const taken = {
    type: 'object',
    properties: { stars: { type: 'number', maximum: 5 } },
    required: ['stars'],
  };
  const answered = { type: 'object', properties: { stars: { $ref: 'Stars#' } } };

  it('tells what is wrong with each value, and of the next that nothing is', async () => {
    serverOf(taken, answered, false);
    expect((await post({ stars: 6 })).answer.message).toBe('body/stars must be <= 5');
    expect((await post({})).answer.message).toContain("required property 'stars'");
    expect(await post({ stars: 5 })).toEqual({ statusCode: 200, answer: { stars: 3.5 } });
  });

  it('answers as what was built at once does', async () => {
    for (const atOnce of [true, false]) {
      await serverOf(taken, { type: 'object', properties: { other: {} } }, atOnce).ready();
      expect((await post({ stars: 5 })).answer).toEqual({});
      await app.close();
    }
  });
});
