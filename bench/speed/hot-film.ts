import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cleanUp, databaseFile } from '../../server/test/support/process.js';
import { fill } from '../../server/test/support/template.js';
import type { Bytes, Floor } from '../floors/http.js';
import { forked, messageOf, requestOf, startGenerator } from '../load/load.js';
import { interleaved, type Pace, pace } from '../measure.js';
import type { Bench, Row } from './bench.js';
import { startMeasured } from './service.js';

const FLOORS = fileURLToPath(new URL('../floors/http.ts', import.meta.url));
const CLIENTS = 32;
const ROUNDS = 5;
const SECONDS = 1.5;
const MOST_CPU = 1.25;
/** Those that any server sends; a floor without hooks has no others. */
const BARE = new Set(['content-type', 'etag']);

/** The film that everyone looks at, whole and as 304, against bare servers that give the same bytes. */
export const hotFilm: Bench = {
  name: 'hot-film',
  async run() {
    const file = databaseFile();
    const { movieIds } = await fill({ kind: 'file', path: file }, { films: 300 });
    const server = await startMeasured({ DATABASE_URL: `file:${file}` });
    const generator = await startGenerator();
    const path = `/api/v1/movies/${movieIds[0]}`;
    try {
      const whole = await answerOf(`${server.url}${path}`);
      const tag = String(whole.headers.etag);
      const known = await answerOf(`${server.url}${path}`, { 'if-none-match': tag });
      return [
        ...(await against('GET hot film', 0.8, whole, requestOf({ path }))),
        ...(await against(
          'the same with If-None-Match, 304',
          0.9,
          known,
          requestOf({ path, headers: { 'if-none-match': tag } }),
        )),
      ];
    } finally {
      generator.close();
      await server.stop();
      await cleanUp();
    }

    async function against(work: string, least: number, bytes: Bytes, ask: string): Promise<Row[]> {
      const few = { ...bytes, headers: pick(bytes.headers, BARE) };
      const floors = {
        node: await startFloor({ by: 'node', bytes }),
        fastify: await startFloor({ by: 'fastify', bytes }),
        fewHeaders: await startFloor({ by: 'fastify', bytes: few }),
      };
      const load = (port: number) => ({ port, clients: CLIENTS, asks: [{ requests: [ask] }] });
      const run = (port: number, pid: number) => async () => {
        const taken = await pace(pid, () => generator.run({ ...load(port), seconds: SECONDS }));
        return taken;
      };
      try {
        const paces = await interleaved(ROUNDS, {
          service: run(server.port, server.pid),
          node: run(floors.node.port, floors.node.pid),
          fastify: run(floors.fastify.port, floors.fastify.pid),
          fewHeaders: run(floors.fewHeaders.port, floors.fewHeaders.pid),
        });
        const rows: [string, Pace][] = [
          ['bare Fastify, the same bytes', paces.fastify],
          ['bare Fastify, the same body, two headers', paces.fewHeaders],
          ['bare node:http, the same bytes', paces.node],
        ];
        return rows.map(([floor, its], i) => {
          const speed = paces.service.perSecond / its.perSecond;
          const cpu = paces.service.micros / its.micros;
          return {
            work,
            against: floor,
            least: i === 0 ? `${least} of requests/s, CPU ≤ ${MOST_CPU}×` : '–',
            measured: `${speed.toFixed(2)}, CPU ${cpu.toFixed(2)}×`,
            isHeld: i > 0 || (speed >= least && cpu <= MOST_CPU),
            figures: `${told(paces.service)}; floor ${told(its)}`,
          };
        });
      } finally {
        for (const floor of Object.values(floors)) floor.child.disconnect();
      }
    }
  },
};

function told({ perSecond, micros }: Pace): string {
  return `${perSecond.toFixed(0)}/s, ${micros.toFixed(1)} µs`;
}

async function startFloor(
  floor: Floor,
): Promise<{ port: number; pid: number; child: ChildProcess }> {
  const child = await forked(FLOORS);
  child.send(floor);
  const port = (await messageOf(child)) as number;
  return { port, pid: child.pid as number, child };
}

async function answerOf(url: string, headers: Record<string, string> = {}): Promise<Bytes> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity', ...headers } });
  const body = await response.text();
  const own = new Set(['date', 'connection', 'keep-alive', 'content-length']);
  const others = [...response.headers].filter(([name]) => !own.has(name));
  return { status: response.status, headers: Object.fromEntries(others), body };
}

function pick(headers: Bytes['headers'], names: ReadonlySet<string>): Bytes['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.has(name)));
}
