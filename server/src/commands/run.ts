import { Command, CommanderError } from 'commander';
import { BadSettings, type Config, readConfig } from '../config.js';
import { EXPORT_FORMATS } from '../exports/export.js';
import { Refusal } from '../problem.js';
import { whole } from '../setting-kinds.js';
import type { ImportOptions } from './import.js';
import { BadUse, type Terminal } from './terminal.js';

const BAD_USE = 2;
const MOST_WORKERS = 64;

/** Runs one command line, without the program's name, and answers its exit code: 2 for bad use. */
export async function run(args: string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = commandLine(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Each command loads what it needs when it is given: who asks for help waits for none of it. */
function commandLine(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command('halfstar')
    .description('Rate films, and keep what is yours.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      outputError: (text, write) => write(`${sentence(text)} See --help.\n`),
    });
  const config = (): Config => readConfig(terminal.environment);

  program
    .command('serve')
    .description('serve the API; on an empty database, load the catalogue first')
    .option('--demo', 'with a volatile database and two well-known tokens')
    .option('--workers <number>', 'by so many processes on one port', workersOf, 1)
    .action(async ({ demo, workers }: { demo?: boolean; workers: number }) => {
      const environment = { ...terminal.environment, ...(demo && { DEMO: 'true' }) };
      const { serve } = await import('./serve.js');
      end(await serve(readConfig(environment), terminal, workers));
    });
  program
    .command('config')
    .description('print the effective settings')
    .action(async () => (await import('./config.js')).showConfig(config(), terminal));
  program
    .command('verify')
    .description('recount every tally; exit code 1 on a difference')
    .action(async () => end(await (await import('./verify.js')).verify(config(), terminal)));

  const user = program.command('user').description('accounts');
  user
    .command('add')
    .argument('<handle>')
    .option('--admin', 'as an ADMIN')
    .option('--email <address>', 'with an e-mail address')
    .description('add an account; its password is asked for, or read from standard input')
    .action(async (handle: string, options: { admin?: boolean; email?: string }) =>
      (await import('./user.js')).addUser(config(), terminal, handle, options),
    );
  user
    .command('role')
    .argument('<handle>')
    .argument('<role>', 'ADMIN or USER')
    .description('change what an account may do')
    .action(async (handle: string, role: string) =>
      (await import('./user.js')).setRole(config(), terminal, handle, role),
    );
  user
    .command('password')
    .argument('<handle>')
    .description('set a new password, which ends all sessions and tokens of the account')
    .action(async (handle: string) =>
      (await import('./user.js')).setPassword(config(), terminal, handle),
    );

  program
    .command('catalogue')
    .description('films')
    .command('load')
    .argument('[file]', 'a catalogue file; the one that ships when not given')
    .description('add the films of a catalogue that are not there yet')
    .action(async (file?: string) =>
      (await import('./catalogue.js')).loadCatalogueFile(config(), terminal, file),
    );

  program
    .command('load')
    .description('whole data sets')
    .command('movielens')
    .argument(
      '<folder>',
      'of ml-latest, ml-32m and the like, of ml-1m, ml-10m or ml-100k, unpacked',
    )
    .description('add the people of a data set, who cannot sign in, with all they rated')
    .action(async (folder: string) =>
      (await import('./load.js')).loadMovieLens(config(), terminal, folder),
    );

  program
    .command('train')
    .description('train what predicts on all ratings, while the service serves')
    .action(async () => (await import('./train.js')).train(config(), terminal));

  program
    .command('import')
    .argument('[file]', 'what another service exported: a zip, CSV or JSON')
    .requiredOption('--user <handle>', 'whose history it is')
    .option('--conflicts <policy>', 'where both say something: mine, theirs or newest', 'mine')
    .option('--scale <most>', 'the most that can be given, where the file does not tell')
    .option('--part <part>', 'what a file is about, where it does not tell: ratings, watchlist…')
    .option('--person <id>', 'whose rows to take from a data set of many people')
    .option('--preview', 'say what it would do, and do nothing')
    .option('--undo', 'take the last import back')
    .description('bring a history of ratings, viewings and lists from elsewhere')
    .action(async (file: string | undefined, options: ImportOptions) => {
      const { importFile, undoLastImport } = await import('./import.js');
      if (options.undo === true) return undoLastImport(config(), terminal, file, options);
      return importFile(config(), terminal, file, options);
    });

  program
    .command('export')
    .argument('<file>', 'where to write; must not exist')
    .requiredOption('--user <handle>', 'whose history')
    .option('--format <format>', EXPORT_FORMATS.join(', '), 'halfstar')
    .description('write all that somebody has told as a zip')
    .action(async (file: string, { user, format }: { user: string; format: string }) =>
      (await import('./export.js')).exportTo(config(), terminal, { file, handle: user, format }),
    );

  program
    .command('backup')
    .argument('<file>', 'where to write; must not exist')
    .description('write a consistent copy of the database, while it is used')
    .action(async (file: string) => (await import('./backup.js')).backup(config(), terminal, file));
  program
    .command('restore')
    .argument('<file>', 'a backup')
    .description('put a backup in the place of the database; the service must be stopped')
    .action(async (file: string) =>
      (await import('./restore.js')).restore(config(), terminal, file),
    );
  program
    .command('move')
    .requiredOption('--to <address>', 'an empty database: postgres://…, or file:…')
    .description('copy all into another database; the service must be stopped')
    .action(async ({ to }: { to: string }) =>
      (await import('./move.js')).move(config(), terminal, to),
    );
  return program;
}

function workersOf(text: string): number {
  const { expected, parse } = whole(1, MOST_WORKERS);
  const workers = parse(text);
  if (workers === undefined) throw new BadUse(`--workers must be ${expected}, not "${text}".`);
  return workers;
}

/** `error: unknown option '--x'` as people write. */
function sentence(text: string): string {
  const plain = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s+/g, ' ');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${plain.endsWith('.') ? '' : '.'}`;
}

function explain(error: unknown, { err }: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USE;
  if (error instanceof BadSettings) {
    for (const sentence of error.sentences) err.write(`${sentence}\n`);
    return BAD_USE;
  }
  if (error instanceof BadUse) {
    err.write(`${error.message}\n`);
    return BAD_USE;
  }
  if (error instanceof Refusal && error.problem.kind === 'invalid') {
    for (const { detail } of error.problem.errors) err.write(`${detail}\n`);
    return BAD_USE;
  }
  if (error instanceof Refusal && error.problem.kind === 'unavailable') {
    err.write(`The database went away${reasonOf(error)}; try again when it is back.\n`);
    return 1;
  }
  err.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}

function reasonOf({ cause }: Refusal): string {
  return cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
}
