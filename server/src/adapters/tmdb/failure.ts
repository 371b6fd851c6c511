/** What can go wrong with a call to TMDB. */
export type FailureKind = 'unreachable' | 'timeout' | 'busy' | 'status' | 'answer' | 'waiting';

type Details = { status?: number | null; retryAfterMs?: number | null };

/** A call that failed; its message holds neither address nor key. */
export class CallFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  /** How long TMDB asks to be left alone. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: FailureKind,
    what: string,
    { status = null, retryAfterMs = null }: Details = {},
  ) {
    super(what);
    this.name = 'CallFailure';
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the same call may do better in a moment. */
  get isPassing(): boolean {
    if (this.kind === 'status') return this.status !== null && this.status >= 500;
    return this.kind === 'unreachable' || this.kind === 'timeout' || this.kind === 'busy';
  }

  /** Whether other calls will hardly do better: anything but a refusal of just this request. */
  get tellsOfOutage(): boolean {
    const { kind, status } = this;
    const isKeyRefused = status === 401 || status === 403;
    return kind !== 'status' || status === null || status < 400 || status >= 500 || isKeyRefused;
  }
}
