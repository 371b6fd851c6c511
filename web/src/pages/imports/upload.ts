import { client, type Shape } from '../../api.ts';

export type Import = Shape<'Import'>;
export type Row = Shape<'ImportRow'>;
export type Verdict = NonNullable<Row['verdict']>;

/** A file, and what it does not say itself: what it is about, or whose rows of many to take. */
export type Upload = { file: File; part?: Part; person?: string };
export type Part =
  | 'ratings'
  | 'diary'
  | 'reviews'
  | 'watched'
  | 'watchlist'
  | 'favourites'
  | 'list';

const BYTES = 'application/octet-stream';

/** Sends a file, and answers what it was recognised as. Nothing of mine is changed by it. Throws what is refused. */
export async function upload({ file, ...options }: Upload): Promise<Import> {
  const { data, error } = await client.POST('/api/v1/users/me/imports', {
    params: { query: { name: nameOf(file), ...options } },
    headers: { 'content-type': BYTES },
    body: file as unknown as string,
    bodySerializer: (body) => body,
  });
  if (error !== undefined) throw error;
  return data;
}

const LONGEST_NAME = 200;
const nameOf = ({ name }: File) => name.slice(-LONGEST_NAME) || 'file';
