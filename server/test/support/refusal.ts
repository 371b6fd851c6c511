import { type Problem, Refusal } from '../../src/problem.js';

/** What `work` is refused for; null when it is not. Anything else it throws is thrown on. */
export async function refusalOf(work: () => unknown): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}

/** The fields an input was refused for, and why: `handle length`. Empty when it was not. */
export async function fieldsRefused(work: () => unknown): Promise<string[]> {
  const problem = await refusalOf(work);
  if (problem === null) return [];
  if (problem.kind !== 'invalid') return [problem.kind];
  return problem.errors.map(({ pointer, code }) => `${pointer.replace('#/', '')} ${code}`);
}
