import { Type } from '@fastify/type-provider-typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchema } from 'fastify';
import type { Api } from './api.js';

/** Stars are decimal: 3.3 / 0.05 is not quite 66 in binary. */
const MULTIPLE_OF_DIGITS = 9;

/**
 * `line` is one line of text that a database and a screen can take; `text` may also hold line breaks and tabs, and
 * `term`, which is looked for and not kept, whatever PostgreSQL can be asked for.
 */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_BREAKS = /(?![\n\r\t])\p{Cc}/u;
const FORMATS = {
  line: (text: string) => text.isWellFormed() && !CONTROL.test(text),
  text: (text: string) => text.isWellFormed() && !CONTROL_BUT_BREAKS.test(text),
  term: (text: string) => !text.includes('\0'),
};

function ajv(coerceTypes: boolean): Ajv {
  const one = new Ajv({
    allErrors: true,
    coerceTypes,
    // Coerced from `1e309` comes what is not finite, which no bound is held against otherwise.
    strictNumbers: !coerceTypes,
    useDefaults: true,
    multipleOfPrecision: MULTIPLE_OF_DIGITS,
    strictTypes: false,
  });
  (addFormats as unknown as typeof addFormats.default)(one);
  for (const [name, validate] of Object.entries(FORMATS)) one.addFormat(name, validate);
  return one;
}

/** For bodies: "5" is not 5, and what is not named is not dropped in silence. */
export const strictAjv = ajv(false);
/** For paths, queries and headers, where everything is text. */
const lenientAjv = ajv(true);

export function compileValidator({
  schema,
  httpPart,
}: {
  schema: FastifySchema;
  httpPart?: string | undefined;
}): ValidateFunction {
  return (httpPart === 'body' ? strictAjv : lenientAjv).compile(schema);
}

const NO_PARAMETERS = Type.Object({}, { additionalProperties: false });

/** An operation that names no query parameters takes none: a mistyped one is refused, never ignored. */
export function refuseUnknownParameters(app: Api): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId !== undefined) schema.querystring ??= NO_PARAMETERS;
  });
}
