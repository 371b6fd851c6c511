import type { HTTPMethods } from 'fastify';
import { fail } from '../problem.js';
import type { Api } from './api.js';

export const METHODS: HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
];

/**
 * Hears of every route registered from now on. The function it returns gives each path the methods it lacks:
 * OPTIONS tells what there is, the others are refused with it.
 */
export function refuseOtherMethods(app: Api): () => void {
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ method, url }) => {
    const known = methodsOf.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methodsOf.set(url, known);
  });

  return () => {
    for (const [url, known] of [...methodsOf]) {
      if (url.includes('*')) continue;
      const allow = [...known, 'OPTIONS'].sort();
      const config = { who: ['ANYONE'], door: 'open' } as const;
      const options = { config, schema: { hide: true } };
      app.options(url, options, (_request, reply) =>
        reply.code(204).header('allow', allow.join(', ')).send(),
      );
      app.route({
        ...options,
        url,
        method: METHODS.filter((method) => !allow.includes(method)),
        handler: () => fail({ kind: 'method-not-allowed', allow }),
      });
    }
  };
}
