import { expect } from 'vitest';
import type { Answer } from './service.js';

/** That an answer is the refusal it should be: a whole problem document, and where asked at the right place. */
export function expectProblem(answer: Answer, status: number, kind?: string, pointer?: string) {
  expect(answer.body).toMatchObject({
    type: kind === undefined ? expect.stringMatching(/^\/problems\/[a-z-]+$/) : `/problems/${kind}`,
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    requestId: answer.headers['x-request-id'],
  });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  if (pointer === undefined) return;
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
}
