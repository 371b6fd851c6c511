import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { type Service, type Someone, startService } from '../support/service.js';

const JSON_TYPE = { 'content-type': 'application/json' };
let service: Service;
let ana: Someone;

beforeAll(async () => {
  service = await startService({}, { films: 5 });
  ana = await service.signUp('ana');
});
afterAll(() => service.stop());

const favourite = (payload?: string) =>
  service.server.inject({
    method: 'PUT',
    url: '/api/v1/users/me/favourites/1',
    headers: { authorization: `Bearer ${ana.token}`, ...JSON_TYPE },
    ...(payload !== undefined && { payload }),
  });

it('is missed by no operation that takes none, whatever type is said', async () => {
  expect((await favourite()).statusCode).toBe(201);
  expect((await favourite('{}')).statusCode).toBe(204);
});

it('is refused, not ignored, where it says something', async () => {
  const { statusCode, headers, body } = await favourite('{"foo": 1}');
  const answer = { status: statusCode, headers, body: JSON.parse(body) };
  expectProblem(answer, 400, 'invalid');
  expect(answer.body.errors[0]).toMatchObject({ pointer: '#', code: 'no-body' });
});
