import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MovieId } from '../movies/movie.js';
import type { Api, Services } from './api.js';
import type { HeadersOfAll } from './headers.js';
import type { KeptAnswer, KeptAnswers } from './kept-answers.js';
import { movieTag } from './movie-tag.js';
import { sendAgain } from './send-again.js';

/** Some answers say how things are by now: those hold for so long, though nothing changes. */
const LONGEST_MS = 1000;

type Waiting = { request: FastifyRequest; reply: FastifyReply; goOn: () => void };

/**
 * Sends answers of the catalogue again as they are, as long as nothing has changed. No message from whoever changes
 * something is waited for: the database itself is asked, after a request came and with it all that came beside it.
 * So what was acknowledged before a request came is in its answer, whichever process wrote it; totals of more than a
 * thousand may be some seconds old in any list, and so may the order of a search that finds so many.
 */
export function freshAnswers(
  app: Api,
  { store, publicRead, now, refresher, stopping }: Services,
  { fresh, last }: KeptAnswers,
  said: HeadersOfAll,
): void {
  if (!publicRead) return;
  let waiting: Waiting[] = [];
  let isAsking = false;

  app.addHook('onRequest', (request, reply, goOn) => {
    const { sentAgain = false } = request.routeOptions.config;
    if (!sentAgain || request.method !== 'GET') return goOn();
    waiting.push({ request, reply, goOn });
    if (isAsking) return;
    isAsking = true;
    // By then all that has arrived is waiting.
    setImmediate(answerAll);
  });

  async function answerAll(): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      let isFresh = (_: KeptAnswer) => false;
      try {
        isFresh = await asked(together);
      } catch {
        // Whoever reads for the answer hears what is wrong.
      }
      for (const one of together) answer(one, isFresh);
    }
    isAsking = false;
  }

  /** Tells which of the answers that they may want are as they would be made now. */
  async function asked(together: readonly Waiting[]): Promise<(answer: KeptAnswer) => boolean> {
    const mark = await store.movies.mark();
    for (const { request } of together) request.mark = mark;
    const same = (answer: KeptAnswer) => mark !== null && answer.mark === mark;
    const doubtful = new Set<MovieId>();
    for (const { request } of together) {
      const answer = fresh.get(request.url);
      if (answer?.shown && !same(answer)) doubtful.add(answer.shown.movie.id);
    }
    if (doubtful.size === 0) return same;
    const versions = await store.movies.versions([...doubtful]);
    return (answer) => {
      if (same(answer)) return true;
      const version = answer.shown && versions.get(answer.shown.movie.id);
      if (!version || movieTag(version) !== answer.shown?.etag) return false;
      answer.mark = mark;
      return true;
    };
  }

  function answer({ request, reply, goOn }: Waiting, isFresh: (_: KeptAnswer) => boolean): void {
    const found = fresh.get(request.url);
    const isYoung = found?.shown != null || now() - (found?.madeAt ?? 0) < LONGEST_MS;
    if (found === undefined || !isYoung || !isFresh(found)) {
      goOn();
      return;
    }
    if (found.shown !== null) refresher?.lookedAt(found.shown.movie);
    // It was the same until now.
    found.at = now();
    if (last.get(request.url) === undefined) last.set(request.url, found);
    // Once we stop, hooks say so in every answer.
    if (!stopping() && sendAgain(request, reply, found, said(request))) return;
    request.kept = found;
    reply.headers(found.headers).send(found.payload);
  }
}
