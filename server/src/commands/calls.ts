import { type Problem, Refusal } from '../problem.js';

/** What one thread does for another, by its names. Whatever is handed over is copied. */
type Does = Record<string, (...given: never[]) => Promise<unknown>>;
type Call = { call: number; name: string; given: never[] };
type Answer = { answer: number } & (
  | { done: unknown }
  | { refused: Problem }
  | { broken: { message: string; stack: string | undefined } }
);

/** Where they hear each other: a thread, or the port to who began it. */
type Line = {
  on(event: 'message', listener: (said: Call | Answer) => void): unknown;
  postMessage(said: Call | Answer): void;
};

export type Calls<Theirs extends Does> = {
  /** Fails as it fails there. */
  call<Name extends keyof Theirs & string>(
    name: Name,
    ...given: Parameters<Theirs[Name]>
  ): ReturnType<Theirs[Name]>;

  /** The other one is gone: whoever waits for it hears why, and whoever calls from now on. */
  hangUp(why: Error): void;
};

/** Lets two threads call each other: `ours` is what the other may call here. Both ends do this. */
export function connect<Theirs extends Does>(line: Line, ours: Does): Calls<Theirs> {
  const waiting = new Map<number, { resolve(done: unknown): void; reject(why: unknown): void }>();
  let calls = 0;
  let gone: Error | null = null;
  const hear = async (said: Call | Answer) => {
    if ('call' in said) return line.postMessage(await answerTo(said, ours));
    const asker = waiting.get(said.answer);
    waiting.delete(said.answer);
    if ('done' in said) asker?.resolve(said.done);
    else if ('refused' in said) asker?.reject(new Refusal(said.refused));
    else asker?.reject(Object.assign(new Error(said.broken.message), said.broken));
  };
  line.on('message', (said) => void hear(said));
  return {
    call: (name, ...given) =>
      new Promise((resolve, reject) => {
        if (gone !== null) return reject(gone);
        waiting.set(++calls, { resolve, reject });
        line.postMessage({ call: calls, name, given });
      }) as never,
    hangUp(why) {
      gone = why;
      for (const { reject } of waiting.values()) reject(why);
      waiting.clear();
    },
  };
}

async function answerTo({ call, name, given }: Call, ours: Does): Promise<Answer> {
  try {
    return { answer: call, done: await ours[name]?.(...given) };
  } catch (error) {
    if (error instanceof Refusal) return { answer: call, refused: error.problem };
    const { message, stack } = error as Error;
    return { answer: call, broken: { message, stack } };
  }
}
