import type { FastifyBaseLogger } from 'fastify';

type Bindings = Record<string, unknown>;
type Told = Parameters<FastifyBaseLogger['info']>;

/**
 * The log of one request, which says whose lines they are. It is made when there is a first line to write: most requests
 * write none, and to make one costs more than to find a film.
 */
class RequestLog {
  readonly #log: FastifyBaseLogger;
  readonly #bindings: Bindings;
  #own: FastifyBaseLogger | null = null;

  constructor(log: FastifyBaseLogger, bindings: Bindings) {
    this.#log = log;
    this.#bindings = bindings;
  }

  get level(): string {
    return this.#log.level;
  }

  child(...given: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.#made().child(...given);
  }

  trace(...told: Told): void {
    this.#made().trace(...told);
  }

  debug(...told: Told): void {
    this.#made().debug(...told);
  }

  info(...told: Told): void {
    this.#made().info(...told);
  }

  warn(...told: Told): void {
    this.#made().warn(...told);
  }

  error(...told: Told): void {
    this.#made().error(...told);
  }

  fatal(...told: Told): void {
    this.#made().fatal(...told);
  }

  silent(): void {}

  #made(): FastifyBaseLogger {
    this.#own ??= this.#log.child(this.#bindings);
    return this.#own;
  }
}

/** For Fastify, which has one made for each request. */
export function requestLog(log: FastifyBaseLogger, bindings: Bindings): FastifyBaseLogger {
  return new RequestLog(log, bindings) as FastifyBaseLogger;
}
