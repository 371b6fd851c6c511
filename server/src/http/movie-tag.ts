import type { MovieVersion } from '../movies/movie.js';
import { tagOf } from './conditional.js';

/** The version of the facts, and a mark of the score shown with them. */
export function movieTag({ version, score }: MovieVersion): string {
  return `"${version}.${tagOf(score).slice(1, 9)}"`;
}

/** A score that moved meanwhile is no reason to refuse a change of facts. */
export function isSameVersion(tag: string, current: string): boolean {
  const version = /^"(\d+)\.[\w-]+"$/;
  return version.test(tag) && version.exec(tag)?.[1] === version.exec(current)?.[1];
}
