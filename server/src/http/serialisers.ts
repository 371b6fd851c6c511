import fastJson, { type AnySchema, type Options } from 'fast-json-stringify';
import type { FastifySchema } from 'fastify';
import type { Api } from './api.js';

type Serialise = (answer: unknown) => string;
type Shapes = NonNullable<Options['schema']>;

const REF = /"\$ref":"([^"#]+)/g;

/**
 * Each answer's schema is made into code when the first such answer is sent: most are never sent by one process, and
 * all of them together took more of a start than anything else. `atOnce` makes all of them before the server listens.
 */
export function buildSerialisers(app: Api, atOnce: boolean): void {
  const built = new Map<string, Serialise>();

  /** Those of refusals are the same for many operations. */
  const build = (schema: FastifySchema): Serialise => {
    const text = JSON.stringify(schema);
    const known = built.get(text);
    if (known !== undefined) return known;
    const shapes = namedIn(text, app.getSchemas() as Shapes);
    const serialise = fastJson(schema as AnySchema, { schema: shapes });
    built.set(text, serialise);
    return serialise;
  };

  app.setSerializerCompiler(({ schema }) => {
    let serialise = atOnce ? build(schema) : null;
    return (answer) => {
      serialise ??= build(schema);
      return serialise(answer);
    };
  });
}

/** The shapes that a schema is made of: the library checks each that it is given. */
function namedIn(schema: string, all: Shapes): Shapes {
  const named: Shapes = {};
  const waiting = [schema];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, name = ''] of text.matchAll(REF)) {
      const shape = all[name];
      if (shape === undefined || name in named) continue;
      named[name] = shape;
      waiting.push(JSON.stringify(shape));
    }
  }
  return named;
}
