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
    // Held against the schema of schemas where all are built at once: to compile that takes longer than any of ours.
    validateSchema: false,
  });
  (addFormats as unknown as typeof addFormats.default)(one);
  for (const [name, validate] of Object.entries(FORMATS)) one.addFormat(name, validate);
  return one;
}

/** For bodies: "5" is not 5, and what is not named is not dropped in silence. */
export const strictAjv = ajv(false);
/** For paths, queries and headers, where everything is text. */
const lenientAjv = ajv(true);

/** As Ajv's: what was wrong with the last value is told by the function itself. */
type Validate<T = unknown> = ((value: unknown) => value is T) & Pick<ValidateFunction, 'errors'>;

/** A validator that is compiled when there is something to validate. */
export function validator<T>(ajv: Ajv, schema: object): Validate<T> {
  let compiled: ValidateFunction<T> | null = null;
  const validate = ((value) => {
    compiled ??= ajv.compile<T>(schema);
    const fits = compiled(value);
    validate.errors = compiled.errors ?? null;
    return fits;
  }) as Validate<T>;
  return validate;
}

/** The validators of all routes; with `atOnce`, compiled before the server listens. */
export function buildValidators(app: Api, atOnce: boolean): void {
  app.setValidatorCompiler<FastifySchema>(({ schema, httpPart }) => {
    const ajv = httpPart === 'body' ? strictAjv : lenientAjv;
    if (!atOnce) return validator(ajv, schema);
    if (ajv.validateSchema(schema, true) !== true) throw new Error('a schema cannot be checked');
    return ajv.compile(schema);
  });
}

const NO_PARAMETERS = Type.Object({}, { additionalProperties: false });

/** An operation that names no query parameters takes none: a mistyped one is refused, never ignored. */
export function refuseUnknownParameters(app: Api): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.operationId !== undefined) schema.querystring ??= NO_PARAMETERS;
  });
}
