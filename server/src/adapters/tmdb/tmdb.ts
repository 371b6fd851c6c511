import type { OutsideCatalogue } from '../../catalogue/outside.js';
import { readFilm, readFound, readPage } from './answers.js';
import { type CallSettings, type OnFailure, patientCall } from './call.js';
import { type Credentials, getter } from './request.js';

/** Facts are kept in one language, whatever the viewer reads. */
const LANGUAGE = 'en-US';

export type TmdbSettings = CallSettings & { baseUrl: string; credentials: Credentials };

/** The Movie Database, version 3 of its API. */
export function tmdbCatalogue(settings: TmdbSettings, onFailure: OnFailure): OutsideCatalogue {
  const { get, close } = getter(settings.baseUrl, settings.credentials);
  const call = patientCall(get, settings, onFailure);

  return {
    popular: ({ page, language, region }) =>
      call(
        '/movie/popular',
        { page: String(page), ...(language && { language }), ...(region && { region }) },
        (answer) => readPage(answer, page),
      ),

    film: shared((tmdbId) =>
      call(
        `/movie/${tmdbId}`,
        { language: LANGUAGE, append_to_response: 'credits,external_ids' },
        (answer) => readFilm(answer, tmdbId),
      ),
    ),

    tmdbIdOf: (imdbId) => call(`/find/${imdbId}`, { external_source: 'imdb_id' }, readFound),

    search: ({ title, page, language }) =>
      call(
        '/search/movie',
        {
          query: title,
          page: String(page),
          include_adult: 'false',
          ...(language && { language }),
        },
        (answer) => readPage(answer, page),
      ),

    close,
  };
}

/** What is asked for while it is already being asked for is asked once. */
function shared<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  return (key) => {
    const asking = underWay.get(key) ?? ask(key).finally(() => underWay.delete(key));
    underWay.set(key, asking);
    return asking;
  };
}
