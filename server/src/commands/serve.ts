import closeWithGrace from 'close-with-grace';
import { openStore, startApp } from '../app.js';
import type { Config } from '../config.js';
import { type Api, BASE } from '../http/api.js';
import { createLog } from '../log.js';
import { loadCatalogue } from './catalogue.js';
import type { Terminal } from './terminal.js';

const LONGEST_STOP_MS = 10_000;
/** Long enough for a balancer that asks every second to hear that we go. */
const STILL_SERVING_MS = 1500;

/** Serves until a signal says stop; answers the exit code. */
export async function serve(config: Config, terminal: Terminal): Promise<number> {
  const log = createLog(config, terminal);
  const store = openStore(config);
  if ((await store.catalogue.count()) === 0) await loadCatalogue(store, terminal);
  const app = await startApp(config, store, log);
  try {
    await app.server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.stop();
    throw new Error(cannotListen(config, error as NodeJS.ErrnoException), { cause: error });
  }
  greet(config, portOf(app.server) ?? config.port, terminal, log);

  return new Promise((resolve) => {
    closeWithGrace({ delay: LONGEST_STOP_MS, logger: false }, async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'stopping: something broke');
      else log.info({ signal }, 'stopping');
      app.announceStop();
      if (signal === 'SIGTERM') await new Promise((later) => setTimeout(later, STILL_SERVING_MS));
      await app.stop();
      log.info('stopped');
      resolve(err ? 1 : 0);
    });
  });
}

function greet(config: Config, port: number, { err }: Terminal, log: ReturnType<typeof createLog>) {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const home = `http://${host}:${port}`;
  log.info({ api: `${home}${BASE}`, docs: `${home}/docs/` }, `Halfstar listens on ${home}`);
  const next = config.demo
    ? `curl -H 'Authorization: Bearer 1234567890' ${home}${BASE}/users/me`
    : config.signUp === 'closed'
      ? 'npx halfstar user add HANDLE'
      : `curl ${home}${BASE}/users --json '{"handle":"ana","password":"a long pass phrase"}'`;
  const lines = [
    '',
    `  Halfstar   ${home}`,
    `  API        ${home}${BASE}   e.g. ${home}${BASE}/movies?q=shawshank`,
    `  Docs       ${home}/docs/`,
    `  Next       ${next}`,
    '',
  ];
  if (config.demo)
    lines.push('  DEMO MODE: nothing is kept, and everyone knows the ADMIN token.', '');
  err.write(`${lines.join('\n')}\n`);
}

/** The port listened on, which the system chose if the setting was 0. */
function portOf({ server }: Api): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function cannotListen({ host, port }: Config, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken; set PORT to another one.`;
  return `Cannot listen on ${host}:${port}: ${message}.`;
}
