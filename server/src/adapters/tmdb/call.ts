import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { fail } from '../../problem.js';
import { CallFailure } from './failure.js';
import type { Get } from './request.js';
import { retryBudget } from './retry-budget.js';

export type CallSettings = { timeoutMs: number; retries: number; backoffMs: number };
/** Told of every attempt that failed. */
export type OnFailure = (failure: {
  upstream: 'tmdb';
  status: number | null;
  attempt: number;
  what: string;
}) => void;

const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 1000;
const USUAL_RETRY_AFTER_SECONDS = 5;
/** The rest of the time is for what else there is to a request, so that its answer comes within the bound too. */
const SHARE_OF_TIME = 0.9;

/**
 * Asks with patience, but not too much: the whole call ends within `timeoutMs`. What may pass is tried again, at most
 * `retries` times and as far as the budget goes, after a random part of a doubling wait ("full jitter", Brooker,
 * AWS Architecture Blog 2015) and never before TMDB's own `Retry-After`. After five failed calls in a row nothing is
 * asked but one attempt a second, and who comes meanwhile is not kept waiting for what becomes of it.
 */
export function patientCall(get: Get, settings: CallSettings, onFailure: OnFailure) {
  const budget = retryBudget();
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof CallFailure && error.tellsOfOutage),
    { halfOpenAfter: PROBE_EVERY_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );
  let leftAloneUntil = 0;

  return async <T>(
    path: string,
    query: Record<string, string>,
    read: (answer: unknown) => T,
  ): Promise<T> => {
    const deadline = performance.now() + settings.timeoutMs * SHARE_OF_TIME;
    const ask = async (signal: AbortSignal) => read(await get(path, query, signal));
    try {
      // Before the breaker, which would take a call that was never made for a success.
      const rest = restMs();
      if (rest > 0) throw new CallFailure('waiting', 'asked to wait', { retryAfterMs: rest });
      if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
      return await breaker.execute(() => attempts(ask, deadline));
    } catch (error) {
      if (error instanceof BrokenCircuitError) refuse(new CallFailure('waiting', 'given a rest'));
      if (error instanceof CallFailure) refuse(error);
      throw error;
    }
  };

  async function attempts<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    deadline: number,
  ): Promise<T> {
    // The breaker begins a probe before it calls itself half open.
    const isProbe = breaker.state !== CircuitState.Closed;
    const most = isProbe ? 1 : 1 + settings.retries;
    budget.earn();
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask(timeFor(deadline, attempt === most));
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        onFailure({ upstream: 'tmdb', status: error.status, attempt, what: error.message });
        leaveAlone(error);
        // Rounded up, as timers count whole milliseconds and may be a little early.
        const wait = Math.ceil(restMs() + jitter(attempt)) + 1;
        const inTime = performance.now() + wait < deadline;
        if (!error.isPassing || attempt === most || !inTime || !budget.spend()) throw error;
        await sleep(wait);
        // Another call may have heard meanwhile that it is better not to.
        if (restMs() > 0 || breaker.state !== CircuitState.Closed) throw error;
      }
    }
  }

  function leaveAlone({ retryAfterMs }: CallFailure): void {
    if (retryAfterMs === null) return;
    leftAloneUntil = Math.max(leftAloneUntil, performance.now() + retryAfterMs);
  }

  function restMs(): number {
    return Math.max(0, leftAloneUntil - performance.now());
  }

  function jitter(attempt: number): number {
    return Math.random() * settings.backoffMs * 2 ** (attempt - 1);
  }
}

/** All the time that is left, or half of it while there may be another attempt. */
function timeFor(deadline: number, isLast: boolean): AbortSignal {
  const left = deadline - performance.now();
  return AbortSignal.timeout(Math.max(1, Math.floor(isLast ? left : left / 2)));
}

function refuse({ kind, retryAfterMs }: CallFailure): never {
  const retryAfterSeconds =
    retryAfterMs === null ? USUAL_RETRY_AFTER_SECONDS : Math.max(1, Math.ceil(retryAfterMs / 1000));
  if (kind === 'timeout') fail({ kind: 'outside-timeout', retryAfterSeconds });
  if (kind === 'answer' || kind === 'status')
    fail({ kind: 'outside-bad-answer', retryAfterSeconds });
  fail({ kind: 'outside-unavailable', retryAfterSeconds });
}
