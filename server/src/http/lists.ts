import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page, PageRequest, Position, SortKey } from '../page.js';
import { fail } from '../problem.js';
import type { Services } from './api.js';

const MOST_A_PAGE = 100;
const USUAL_A_PAGE = 20;
/** Holds the longest title key in any script, and the rest of a position. */
const LONGEST_CURSOR = 2000;

/** The query parameters of every list. */
export const paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST_A_PAGE,
      default: USUAL_A_PAGE,
      description: 'How many',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: LONGEST_CURSOR,
      description: 'Where to go on: the nextCursor of the page before',
    }),
  ),
};

/** A `sort` parameter: names parted by commas, the most significant first, `-` before one turns it round. */
export function sorting<const Name extends string>(
  names: readonly Name[],
  usual: string,
  example = usual,
) {
  const one = `-?(${names.join('|')})`;
  return {
    sort: Type.Optional(
      Type.String({
        pattern: `^${one}(,${one}){0,${names.length - 1}}$`,
        description: `Any of ${names.join(', ')}, parted by commas; "-" before a name sorts downwards. Usually ${usual}`,
        examples: [example],
      }),
    ),
  };
}

/** The sort keys of a checked `sort` parameter. */
export function sortKeys<Name extends string>(sort: string): SortKey<Name>[] {
  return sort.split(',').map((key) => ({
    by: key.replace(/^-/, '') as Name,
    descending: key.startsWith('-'),
  }));
}

/** Reads and writes cursors: sealed positions that only fit the list they come from. */
export function lists({ sealer, secret }: Pick<Services, 'sealer' | 'secret'>) {
  const signature = (request: FastifyRequest, position: string) =>
    sealer.sign(`${listName(request)} ${position}`, secret);

  return {
    page(request: FastifyRequest): PageRequest {
      const { limit = USUAL_A_PAGE, cursor } = request.query as { limit?: number; cursor?: string };
      if (cursor === undefined) return { limit, after: null };
      const position = cursor.split('.', 1)[0] ?? '';
      if (cursor !== `${position}.${signature(request, position)}`) {
        const detail = 'This cursor does not belong to this list.';
        fail({
          kind: 'invalid',
          errors: [{ pointer: '#/cursor', code: 'cursor', detail, in: 'query' }],
        });
      }
      return {
        limit,
        after: JSON.parse(Buffer.from(position, 'base64url').toString()) as Position,
      };
    },

    /** The list as it is sent; the next page's address also goes into `Link`. */
    answer<Row, Item>(
      request: FastifyRequest,
      reply: FastifyReply,
      { items, next, total }: Page<Row>,
      shape: (row: Row) => Item,
    ) {
      const position = next && Buffer.from(JSON.stringify(next)).toString('base64url');
      const nextCursor = position && `${position}.${signature(request, position)}`;
      if (nextCursor !== null) {
        const query = new URLSearchParams(request.query as Record<string, string>);
        query.set('cursor', nextCursor);
        reply.header('link', `<${pathOf(request)}?${query}>; rel="next"`);
      }
      return { items: items.map(shape), nextCursor, total };
    },
  };
}

/** What a list is of: its path and all parameters but those that turn its pages. */
function listName(request: FastifyRequest): string {
  const { limit, cursor, ...filters } = request.query as Record<string, unknown>;
  return `${pathOf(request)} ${JSON.stringify(Object.entries(filters).sort())}`;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] as string;
}
