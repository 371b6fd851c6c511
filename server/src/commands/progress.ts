import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

/** A bar on `err`, such as `Loading the catalogue [====] 50% | 30 of 60 films`; in a file, a line a second. */
export function progressBar({ err }: Terminal, what: string, things: string): SingleBar {
  return new SingleBar({
    format: `${what} [{bar}] {percentage}% | {value} of {total} ${things}`,
    stream: err as NodeJS.WriteStream,
    noTTYOutput: true,
    notTTYSchedule: 1000,
    clearOnComplete: false,
    // Turned off, it would stay off where the work is broken off.
    linewrap: true,
  });
}
