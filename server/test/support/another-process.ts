import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a TypeScript file prints when it is run as a program of its own; fails when that fails. */
export async function inAnotherProcess(program: URL, ...words: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program.pathname, ...words]);
  return stdout.trim();
}

/** Runs a program as above and ends it, as a crash does, so many milliseconds after it first said something. */
export async function killedAfter(ms: number, program: URL, ...words: string[]): Promise<void> {
  const args = ['--import', 'tsx', fileURLToPath(program), ...words];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), over]);
  await Promise.race([sleep(ms), over]);
  child.kill('SIGKILL');
  await over;
}
