import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a TypeScript file prints when it is run as a program of its own; fails when that fails. */
export async function inAnotherProcess(program: URL, ...words: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program.pathname, ...words]);
  return stdout.trim();
}
