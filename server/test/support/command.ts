import { PassThrough, Readable } from 'node:stream';
import { run } from '../../src/commands/run.js';
import type { Terminal } from '../../src/commands/terminal.js';

export type Heard = { code: number; out: string; err: string };
type Given = { settings?: Record<string, string>; input?: string };

/** One command line in this process, with what it is given to read and what it writes. */
export async function command(args: string[], given: Given = {}): Promise<Heard> {
  const { terminal, heard } = fakeTerminal(given);
  const code = await run(args, terminal);
  return { code, ...heard() };
}

/** Streams in place of a terminal; `heard` tells what was written so far. */
export function fakeTerminal({ settings = {}, input = '' }: Given = {}): {
  terminal: Terminal;
  heard(): { out: string; err: string };
} {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const written = { out: '', err: '' };
  out.on('data', (chunk) => {
    written.out += chunk;
  });
  err.on('data', (chunk) => {
    written.err += chunk;
  });
  const terminal = { environment: settings, in: Readable.from([input]), out, err };
  return { terminal, heard: () => ({ ...written }) };
}
