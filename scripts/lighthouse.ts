/**
 * Lighthouse on the start page, a film and a profile, as on a desktop and as on a phone: the built server with the whole
 * catalogue and an invented crowd, in a real browser. Prints what each came to, with the targets in brackets, and fails
 * when one is missed. The reports are in lighthouse/reports/. With names as arguments, of these pages alone.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cleanUp } from '../server/test/support/process.js';
import { findChromium } from '../web/test/support/chromium.js';
import { addSomebody, rateAll } from '../web/test/support/somebody.js';
import { livelyServer } from './screenshots/services.js';

const FILMS = 61_920;
const RATINGS = 500;
/** The performance is the median of them, all else the worst. */
const RUNS = 3;
const FOLDER = fileURLToPath(new URL('../lighthouse/', import.meta.url));
const PROGRAM = `${FOLDER}node_modules/lighthouse/cli/index.js`;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const PAGES: Record<string, string> = { home: '/', film: '/film/12', profile: '/user/nora' };
const DEVICES = {
  desktop: { flags: ['--preset=desktop'], performance: 100 },
  mobile: { flags: [], performance: 98 },
};
const MOST_SCRIPT_BYTES = 120 * 1024;

type Device = keyof typeof DEVICES;
type Category = (typeof CATEGORIES)[number];
/** What is used of a report. */
type Report = {
  categories: Record<Category, { score: number }>;
  /** How fast Lighthouse found the machine: what it measures of a page depends on that. */
  environment: { benchmarkIndex: number };
  audits: {
    'cumulative-layout-shift': { numericValue: number };
    'network-requests': { details: { items: { resourceType: string; url: string }[] } };
  };
};

const run = promisify(execFile);
const say = (text: string) => void process.stdout.write(`${text}\n`);
const chromium = findChromium();
if (chromium === null) throw new Error('there is no Chromium');
mkdirSync(`${FOLDER}reports`, { recursive: true });

const server = await livelyServer(FILMS);
const nora = await addSomebody(server, 'nora');
await rateAll(
  nora,
  Array.from({ length: RATINGS }, (_, n) => ({ movie: String(n + 1), stars: (n % 9) / 2 + 1 })),
);
const wanted = process.argv.slice(2);
let isWell = true;
say(
  'page     device   performance  accessibility  best practices  SEO   shift  script        machine',
);
for (const [name, path] of Object.entries(PAGES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const device of ['desktop', 'mobile'] as const) {
    const reports: Report[] = [];
    for (let n = 1; n <= RUNS; n++) {
      reports.push(await audit(server.url + path, device, `${name}-${device}-${n}`));
    }
    isWell = judge(name, device, reports) && isWell;
  }
}
await cleanUp();
process.exitCode = isWell ? 0 : 1;

async function audit(url: string, device: Device, name: string): Promise<Report> {
  const file = `${FOLDER}reports/${name}`;
  const flags = [
    '--quiet',
    '--output=json',
    '--output=html',
    `--output-path=${file}`,
    '--chrome-flags=--headless --no-sandbox --disable-quic',
    ...DEVICES[device].flags,
  ];
  const env = { ...process.env, CHROME_PATH: chromium ?? '' };
  const once = () => run(process.execPath, [PROGRAM, url, ...flags], { env });
  // Now and then it misses the beginning of a page (NO_NAVSTART).
  await once().catch(once);
  return JSON.parse(readFileSync(`${file}.report.json`, 'utf8')) as Report;
}

/** A line of the table. Whether every target was met. */
function judge(name: string, device: Device, reports: Report[]): boolean {
  const scores = (of: Category) =>
    reports.map(({ categories }) => Math.round(categories[of].score * 100)).sort((a, b) => a - b);
  const [performance = 0] = scores('performance').slice(Math.floor(RUNS / 2));
  const others = CATEGORIES.slice(1).map((category) => scores(category)[0] ?? 0);
  const shift = Math.max(
    ...reports.map(({ audits }) => audits['cumulative-layout-shift'].numericValue),
  );
  const bytes = Math.max(...reports.map(scriptBytes));
  const machine = Math.min(...reports.map(({ environment }) => environment.benchmarkIndex));
  const least = DEVICES[device].performance;
  const cells = [
    name.padEnd(8),
    device.padEnd(8),
    `${performance} (${least})`.padEnd(12),
    ...others.map((score, n) => `${score} (100)`.padEnd([14, 15, 10][n] ?? 0)),
    `${Number(shift.toFixed(4))} (0)`.padEnd(9),
    `${(bytes / 1024).toFixed(0)} KB (${MOST_SCRIPT_BYTES / 1024})`.padEnd(13),
    machine.toFixed(0),
  ];
  say(cells.join(' '));
  return (
    performance >= least &&
    others.every((score) => score === 100) &&
    shift === 0 &&
    bytes <= MOST_SCRIPT_BYTES
  );
}

/** As they were compressed when they were built, without the headers that come with them. */
function scriptBytes({ audits }: Report): number {
  return audits['network-requests'].details.items
    .filter(({ resourceType }) => resourceType === 'Script')
    .reduce((sum, { url }) => sum + statSync(`dist/web${new URL(url).pathname}.br`).size, 0);
}
