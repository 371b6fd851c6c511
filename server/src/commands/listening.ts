type Place = { host: string; port: number };

/** Listens; where that fails, says in one sentence why, and which setting to change. */
export async function heeding<T>(
  setting: 'PORT' | 'METRICS_PORT',
  { host, port }: Place,
  listen: () => Promise<T>,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const otherwise = setting === 'METRICS_PORT' ? ', or to 0 for no metrics' : '';
    const sentence =
      code === 'EADDRINUSE'
        ? `Port ${port} of ${host} is taken; set ${setting} to another one${otherwise}.`
        : `Cannot listen on ${host}:${port}: ${message}.`;
    throw new Error(sentence, { cause: error });
  }
}
