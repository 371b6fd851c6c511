import { chance, seedOf } from '../server/test/support/chance.js';
import { command } from '../server/test/support/command.js';
import { type Crashing, crash, type Round } from '../server/test/support/crashes.js';
import { startPostgres } from '../server/test/support/own-postgres.js';
import { cleanUp, startServer } from '../server/test/support/process.js';
import { ratersOf } from '../server/test/support/raters.js';
import { fill } from '../server/test/support/template.js';

/**
 * What crashes cost: in turn the service (`kill -9`) and PostgreSQL (`-m immediate`) end under load, and what ended is
 * started again, alone. All that was ever acknowledged is looked up after each. Fails when anything is lost or
 * differs, when it takes longer than it may, or when too little was written for it to mean anything. Of the built
 * program: `npm run build` first.
 *
 *   npx tsx bench/crash.ts [rounds, 100]
 */
const ROUNDS = Number(process.argv[2] ?? 100);
const RATERS = 48;
const MOVIES = 60;
const LEAST_A_SECOND = 500;
const BACK_WITHIN_MS = 5000;
const say = (text: string) => void process.stdout.write(`${text}\n`);

const random = chance(seedOf('crash'));
const postgres = await startPostgres();
const rounds: Round[] = [];
let isWell = false;
try {
  const place = { kind: 'postgres', url: postgres.url } as const;
  const { people, movieIds } = await fill(place, { films: MOVIES, people: RATERS });
  const settings = { DATABASE_URL: postgres.url, LOG_LEVEL: 'fatal' };
  const world = { postgres, settings, raters: ratersOf(people), movieIds, random };
  let server = await startServer({ settings });
  for (let n = 0; n < ROUNDS; n++) {
    const what: Crashing = n % 2 === 0 ? 'the service' : 'PostgreSQL';
    const writingMs = 2500 + random.below(2500);
    const done = await crash(what, server, world, writingMs);
    server = done.server;
    rounds.push(done.round);
    say(`${String(n + 1).padStart(3)}. ${inWords(done.round)}`);
  }
  isWell = sumUp((await server.stop()).code === 0);
  const { out, code } = await command(['verify'], { settings });
  say(`halfstar verify: ${out.trim()}`);
  isWell &&= code === 0;
} finally {
  await cleanUp();
  await postgres.remove();
}
process.exitCode = isWell ? 0 : 1;

function inWords(round: Round): string {
  const { what, acknowledged, perSecond, lost, differences } = round;
  const [ended, started, back] = [round.endedAfterMs, round.startedAfterMs, round.backAfterMs].map(
    (ms) => ms.toFixed(0),
  );
  return (
    `${what.padEnd(11)} ${String(acknowledged).padStart(5)} acknowledged, ${perSecond.toFixed(0)}/s, ` +
    `${lost.length} lost, ${differences} differences, ended after ${ended}, started after ${started}, back after ${back} ms` +
    lost.map((sentence) => `\n     ${sentence}`).join('')
  );
}

function sumUp(stoppedWell: boolean): boolean {
  const acknowledged = sum(rounds.map((round) => round.acknowledged));
  const seconds = sum(rounds.map((round) => round.acknowledged / round.perSecond));
  const perSecond = acknowledged / seconds;
  const lost = sum(rounds.map((round) => round.lost.length));
  const differences = sum(rounds.map((round) => round.differences));
  say(
    `${rounds.length} crashes: ${acknowledged} ratings acknowledged, ${perSecond.toFixed(0)}/s while ` +
      `writing; ${lost} lost, ${differences} differences`,
  );
  for (const what of ['the service', 'PostgreSQL'] as const) {
    const mine = rounds.filter((round) => round.what === what).map((round) => round.backAfterMs);
    if (mine.length > 0) say(`${what} back after ${spread(mine)}`);
  }
  const slowest = Math.max(...rounds.map((round) => round.backAfterMs));
  return (
    stoppedWell &&
    lost === 0 &&
    differences === 0 &&
    slowest <= BACK_WITHIN_MS &&
    perSecond >= LEAST_A_SECOND
  );
}

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function spread(values: number[]): string {
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)];
  return `${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100), ${at(1)} ms at most`;
}
