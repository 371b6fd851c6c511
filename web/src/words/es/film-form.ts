import type en from '../en/film-form.ts';
import type { Words } from '../words.ts';

export default {
  title: 'Título',
  originalTitle: 'Título original',
  year: 'Año',
  releaseDate: 'Estrenada el',
  runtimeMinutes: 'Minutos',
  genres: 'Géneros',
  directors: 'Dirección',
  cast: 'Reparto',
  peopleHint: 'Un nombre por línea',
  overview: 'De qué trata',
  tmdb: 'Número de TMDB',
  imdb: 'Número de IMDb',
  wikidata: 'Número de Wikidata',
} satisfies Words<typeof en>;
