import { client } from '../../api.ts';

export const FORMATS = ['halfstar', 'letterboxd', 'imdb', 'trakt', 'movielens'] as const;
export type Format = (typeof FORMATS)[number];

const NAME = /filename="([^"]+)"/;
/** In letters that headers do not take by themselves. */
const ENCODED_NAME = /filename\*=UTF-8''([^;]+)/;

/** Fetches my history and hands it to the browser, to be saved as a file. Throws what the service refuses. */
export async function saveExport(format: Format): Promise<void> {
  const { data, error, response } = await client.GET('/api/v1/users/{user}/export', {
    params: { path: { user: 'me' }, query: { format } },
    parseAs: 'blob',
    cache: 'no-store',
  });
  if (error !== undefined) throw error;
  const url = URL.createObjectURL(data as Blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = nameIn(response.headers.get('content-disposition') ?? '');
  link.click();
  // It is read while the page goes on.
  window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

function nameIn(disposition: string): string {
  const encoded = ENCODED_NAME.exec(disposition)?.[1];
  return encoded === undefined ? (NAME.exec(disposition)?.[1] ?? '') : decodeURIComponent(encoded);
}

const KEPT_MS = 60_000;
