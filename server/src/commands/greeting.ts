import type { Config } from '../config.js';
import { DEMO_USERS } from '../demo.js';
import { BASE } from '../http/api.js';
import type { createLog } from '../log.js';
import type { Terminal } from './terminal.js';

/** Says where we listen, and what to do next. */
export function greet(
  config: Config,
  port: number,
  { err }: Terminal,
  log: ReturnType<typeof createLog>,
): void {
  const home = address(config.host, port);
  log.info({ api: `${home}${BASE}`, docs: `${home}/docs/` }, `Halfstar listens on ${home}`);
  const next =
    config.signUp === 'closed'
      ? 'Add people with: npx halfstar user add HANDLE'
      : config.demo
        ? 'Open it, sign up, and rate.'
        : 'Open it, sign up (the first account is the ADMIN), and rate.';
  const lines = [
    '',
    `  Halfstar   ${home}`,
    `  Next       ${next}`,
    `  API        ${home}/docs/`,
    ...(config.metricsPort === 0
      ? []
      : [`  Metrics    ${address(config.metricsHost, config.metricsPort)}/metrics`]),
    '',
  ];
  if (config.demo) {
    lines.push(
      '  DEMO MODE: nothing is kept, and everyone knows these tokens for the API.',
      ...DEMO_USERS.map(({ role, token }) => `  ${role.padEnd(9)}  Authorization: Bearer ${token}`),
      '',
    );
  }
  err.write(`${lines.join('\n')}\n`);
}

function address(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
