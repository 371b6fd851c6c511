/** One thing wrong with a request: `pointer` is a JSON pointer (`#/stars`) into the part named by `in`. */
export type InputError = {
  pointer: string;
  code: string;
  detail: string;
  in?: 'body' | 'query' | 'path' | 'header';
};

/** What keeps an upload from being read. */
export type UnreadableCode =
  | 'empty'
  | 'not-text'
  | 'unknown-format'
  | 'cut-short'
  | 'damaged'
  | 'encrypted'
  | 'too-large-unpacked'
  | 'too-many-files'
  | 'zip-in-zip'
  | 'outside-name'
  | 'symbolic-link'
  | 'long-record'
  | 'too-many-columns'
  | 'too-many-rows';

/** All that a request can be refused for. `kind` becomes the problem `type` on the wire. */
export type Problem =
  | { kind: 'invalid'; errors: InputError[] }
  | { kind: 'malformed'; detail: string; code: string }
  | { kind: 'sign-in-required' }
  | { kind: 'token-invalid' }
  | { kind: 'credentials-wrong' }
  | { kind: 'account-disabled' }
  | { kind: 'not-allowed'; detail: string }
  | { kind: 'read-only-token' }
  | { kind: 'cross-site' }
  | { kind: 'password-needed' }
  | { kind: 'not-found' }
  | { kind: 'user-not-found' }
  /** `pointer`: where it was named, when not in the path. */
  | { kind: 'movie-not-found'; pointer?: string }
  | { kind: 'person-not-found' }
  | { kind: 'rating-not-found' }
  | { kind: 'viewing-not-found' }
  | { kind: 'import-not-found' }
  | { kind: 'import-row-not-found' }
  | { kind: 'import-not-ready'; detail: string }
  | { kind: 'imports-full'; detail: string }
  | { kind: 'token-not-found' }
  | { kind: 'flag-not-found' }
  | { kind: 'method-not-allowed'; allow: string[] }
  | { kind: 'not-acceptable' }
  | { kind: 'handle-taken' }
  | { kind: 'email-taken' }
  | { kind: 'last-admin' }
  | { kind: 'movie-exists'; movieId: number }
  | { kind: 'companions-full' }
  | { kind: 'not-companions' }
  | { kind: 'not-matched' }
  | { kind: 'ids-differ'; detail: string }
  | { kind: 'in-flight' }
  | { kind: 'changes-gone' }
  | { kind: 'precondition-failed' }
  | { kind: 'too-large' }
  /** `detail`: where another type is expected than mostly. */
  | { kind: 'unsupported-media-type'; detail?: string }
  | { kind: 'key-reused' }
  | { kind: 'import-unreadable'; code: UnreadableCode; detail: string }
  /** `choices`: what the file may be about; empty where a person is to be named. */
  | { kind: 'import-unclear'; choices: string[]; detail: string }
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  | { kind: 'too-many-attempts'; retryAfterSeconds: number }
  | { kind: 'headers-too-large' }
  | { kind: 'request-timeout' }
  | { kind: 'unavailable'; retryAfterSeconds: number }
  /** `pointer`: where TMDB was named, when that was in the body. */
  | { kind: 'outside-not-set-up'; pointer?: string }
  | { kind: 'outside-unavailable'; retryAfterSeconds: number }
  | { kind: 'outside-bad-answer'; retryAfterSeconds: number }
  | { kind: 'outside-timeout'; retryAfterSeconds: number };

/** Carries a `Problem` from where a rule refuses to the edge that answers it. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause: unknown }) {
    super(problem.kind, options);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

/** Refuses. Usable where a value is expected: `find(id) ?? fail({ kind: 'not-found' })`. */
export function fail(problem: Problem): never {
  throw new Refusal(problem);
}

/** Refuses one field of the body. */
export function failField(field: string, code: string, detail: string): never {
  fail({ kind: 'invalid', errors: [{ pointer: `#/${field}`, code, detail, in: 'body' }] });
}
