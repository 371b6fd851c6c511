import { setTimeout as sleep } from 'node:timers/promises';
import type { Measured } from './service.js';

export const PHASES = ['preview', 'apply'] as const;
export type Phase = (typeof PHASES)[number];
type Known = { id: number; state: string };

const ASKED_EVERY_MS = 100;

/** Someone new who brings histories. */
export async function signUp({ client }: Measured, handle: string) {
  const password = 'correct horse battery';
  await client().POST('/api/v1/users', { body: { handle, password } });
  const { data } = await client().POST('/api/v1/sessions', { body: { handle, password } });
  if (data === undefined) throw new Error(`${handle} could not sign in`);
  return { token: data.token, id: data.user.id };
}

/** What is asked of imports on behalf of one person. */
export function importsOf({ url }: Measured, { token }: { token: string }) {
  const ask = async (method: string, path: string, body?: Buffer) => {
    const type = body && { 'content-type': 'application/octet-stream' };
    const response = await fetch(`${url}/api/v1/users/me/imports${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, connection: 'close', ...type },
      ...(body && { body: new Uint8Array(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const known = async (asked: ReturnType<typeof ask>) => {
    const { status, text } = await asked;
    if (status >= 400) throw new Error(`${status} ${text}`);
    return JSON.parse(text) as Known;
  };
  const until = async (wanted: string, first: Promise<Known>) => {
    let one = await first;
    while (one.state !== wanted) {
      await sleep(ASKED_EVERY_MS);
      one = await known(ask('GET', `/${one.id}`));
    }
    return one;
  };
  return {
    send: (name: string, body: Buffer) => ask('POST', `?name=${name}`, body),
    preview: (name: string, body: Buffer) =>
      until('ready', known(ask('POST', `?name=${name}`, body))),
    apply: (id: number) => until('applied', known(ask('POST', `/${id}/apply`))),
  };
}

/** Seconds that each phase took; `meanwhile` is called again and again while one goes on. */
export async function bringIn(
  imports: ReturnType<typeof importsOf>,
  upload: Buffer,
  meanwhile: (phase: Phase) => Promise<unknown>,
): Promise<Record<Phase, number>> {
  const timed = async (phase: Phase, work: Promise<Known>) => {
    const began = performance.now();
    let isThere = false;
    const arrived = work.then(({ id }) => {
      isThere = true;
      return { id, seconds: (performance.now() - began) / 1000 };
    });
    do await Promise.race([meanwhile(phase), arrived]);
    while (!isThere);
    return arrived;
  };
  const previewed = await timed('preview', imports.preview('letterboxd.zip', upload));
  const applied = await timed('apply', imports.apply(previewed.id));
  return { preview: previewed.seconds, apply: applied.seconds };
}
