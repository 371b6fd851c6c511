import type { MovieVersion } from '../movies/movie.js';
import { tagOf } from './conditional.js';

/**
 * The movie, the version of its facts, and a mark of the score shown with them. An id elsewhere, and one that was merged, may
 * be another movie's by now.
 */
export function movieTag({ id, version, score }: MovieVersion): string {
  return `"${id}.${version}.${tagOf(score).slice(1, 9)}"`;
}

/** A score that moved meanwhile is no reason to refuse a change of facts. */
export function isSameVersion(tag: string, current: string): boolean {
  const version = /^"(\d+\.\d+)\.[\w-]+"$/;
  return version.test(tag) && version.exec(tag)?.[1] === version.exec(current)?.[1];
}
