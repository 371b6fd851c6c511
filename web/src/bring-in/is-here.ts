/** The id of the film that has an outside number already which was told of another, when that was refused; else null. */
export function isHere(error: unknown): string | null {
  const { status, movie } = (error ?? {}) as { status?: number; movie?: string };
  return status === 409 ? (movie?.split('/').at(-1) ?? null) : null;
}
