import type { Readable } from 'node:stream';
import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pLimit from 'p-limit';
import { PARTS } from '../imports/entry.js';
import type { Parked } from '../imports/ports.js';
import { forgetImport } from '../imports/steer.js';
import { fail } from '../problem.js';
import type { UserId } from '../users/user.js';
import { type Api, BASE, type Services } from './api.js';
import { arriving, brokenOff } from './arriving.js';
import { viewerOf } from './guard.js';
import { Import as ImportShape } from './import-shapes.js';
import { once, onceHeaders } from './once.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { writeImport } from './write-import.js';

const MEBIBYTE = 1024 * 1024;
const MOST_BYTES = 64 * MEBIBYTE;
/** Of one person, waiting or not: nobody who sends slowly has all the places. */
const MOST_OF_ONE = 3;
/** Each is held on disk and read in turn with the others; whoever comes then waits, and beyond that is told so. */
const MOST_AT_ONCE = 4;
const MOST_WAITING = 8;
const RETRY_AFTER_SECONDS = 5;

const Query = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      format: 'line',
      description: 'What the file is called',
      examples: ['letterboxd-ana.zip'],
    }),
    part: Type.Optional(
      Type.Enum([...PARTS], {
        description: 'What a lone file is about, where `import-unclear` asked for it',
      }),
    ),
    person: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        format: 'line',
        description: 'Whose rows to take from a data set of many people: the id there',
      }),
    ),
  },
  { additionalProperties: false },
);

/** How a history gets here. */
export function importUploadRoutes(app: Api, services: Services): void {
  const { parking, receiveImport } = services;
  const doOnce = once(services);
  const inTurn = pLimit(MOST_AT_ONCE);
  /** How many are on their way from whom. */
  const underWay = new Map<UserId, number>();

  app.post(
    `${BASE}/users/me/imports`,
    {
      config: { who: ['VIEWER'], body: 'bytes' },
      schema: {
        operationId: 'createImport',
        tags: ['imports'],
        summary: 'Upload a history from elsewhere',
        description:
          'The file itself is the body: an export of Letterboxd, IMDb, Trakt, TMDB, MovieLens, Criticker, Movary, Yamtrack, ' +
          `Simkl, Ryot, NeoDB, Netflix or Halfstar, ${MOST_BYTES / MEBIBYTE} MiB at most. It is recognised by what is in it. ` +
          'Nothing is changed yet: see what it would do, and apply it then.',
        querystring: Query,
        headers: onceHeaders,
        response: {
          201: ref(ImportShape),
          ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { id } = viewerOf(request).user;
      const mine = underWay.get(id) ?? 0;
      if (mine >= MOST_OF_ONE || inTurn.pendingCount >= MOST_WAITING) {
        fail({ kind: 'unavailable', retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
      underWay.set(id, mine + 1);
      try {
        return await inTurn(() => take(request, request.query, reply));
      } finally {
        const others = (underWay.get(id) ?? 1) - 1;
        if (others === 0) underWay.delete(id);
        else underWay.set(id, others);
      }
    },
  );

  async function take(request: FastifyRequest, query: Static<typeof Query>, reply: FastifyReply) {
    if (Number(request.headers['content-length']) > MOST_BYTES) fail({ kind: 'too-large' });
    const parked = await parking.park(arriving(request.body as Readable | undefined), MOST_BYTES);
    if (parked === null) fail({ kind: 'too-large' });
    try {
      const { id: userId } = viewerOf(request).user;
      return await doOnce(
        request,
        reply,
        async (_tx, one) => ({
          status: 201,
          headers: { location: `${BASE}/users/me/imports/${one.id}` },
          body: writeImport(one),
        }),
        {
          prepare: () => receive(parked, query, reply, userId),
          discard: (one) => forgetImport(services, one),
          told: { ...query, digest: parked.digest },
        },
      );
    } finally {
      await parked.release();
    }
  }

  function receive(
    parked: Parked,
    query: Static<typeof Query>,
    reply: FastifyReply,
    userId: UserId,
  ) {
    // Whoever has gone sends it again, if at all.
    const mustGoOn = () => {
      if (reply.raw.destroyed) brokenOff();
    };
    return receiveImport(parked, { ...query, userId }, mustGoOn);
  }
}
