type Waiting<Ask, Answer> = {
  ask: Ask;
  resolve: (answer: Answer | Promise<Answer>) => void;
  reject: (error: unknown) => void;
};

/**
 * Does in one piece of `work` what is asked for in one turn of the event loop, or while `atOnce` pieces go on already;
 * no more than `most` in each. Who asks alone waits for nobody. `work` answers each in order, or promises to; if it
 * rejects, so does each of them.
 */
export function together<Ask, Answer>(
  { atOnce, most }: { atOnce: number; most: number },
  work: (asks: readonly Ask[]) => Promise<readonly (Answer | Promise<Answer>)[]>,
): (ask: Ask) => Promise<Answer> {
  const waiting: Waiting<Ask, Answer>[] = [];
  let going = 0;
  let isAboutTo = false;

  const doAll = async (some: readonly Waiting<Ask, Answer>[]) => {
    going++;
    try {
      const answers = await work(some.map(({ ask }) => ask));
      for (const [i, { resolve }] of some.entries()) resolve(answers[i] as Answer);
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
    going--;
    begin();
  };
  const begin = () => {
    isAboutTo = false;
    while (going < atOnce && waiting.length > 0) void doAll(waiting.splice(0, most));
  };

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (isAboutTo || going >= atOnce) return;
      isAboutTo = true;
      setImmediate(begin);
    });
}
