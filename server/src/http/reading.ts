import type { FastifyRequest } from 'fastify';
import type { Store } from '../ports.js';
import { Refusal } from '../problem.js';
import type { Services } from './api.js';

/**
 * Reads a list for who is not signed in from the replica, when there is one and it answers. Whoever is signed in may
 * look for what they have just written, which a replica need not have yet. Nothing is decided from what this reads.
 */
export async function reading<T>(
  request: FastifyRequest,
  { store, replica }: Pick<Services, 'store' | 'replica'>,
  read: (store: Store) => Promise<T>,
): Promise<T> {
  if (replica === null || request.viewer !== null) return read(store);
  try {
    return await read(replica);
  } catch (error) {
    if (cannotAnswer(error)) return read(store);
    throw error;
  }
}

/** Away, or in the middle of taking over what conflicts with the question, or behind a change of the schema. */
function cannotAnswer(error: unknown): boolean {
  if (error instanceof Refusal) return error.problem.kind === 'unavailable';
  return BEHIND.has(String((error as { code?: unknown }).code));
}

const BEHIND = new Set(['40001', '40P01', '42P01', '42703']);
