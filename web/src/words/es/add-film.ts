import type en from '../en/add-film.ts';
import type { Words } from '../words.ts';

export default {
  fromTmdb: 'Desde TMDB',
  tmdbTitle: 'Título en TMDB',
  tmdbHint:
    'O su número o dirección allí, como themoviedb.org/movie/603. Elige una película y ya está aquí.',
  tmdbNone: 'TMDB no tiene ninguna película llamada «{{title}}».',
  tmdbFound_one: '{{shown}} película en TMDB',
  tmdbFound_many: '{{shown}} películas en TMDB',
  tmdbFound_other: '{{shown}} películas en TMDB',
  bringInNumber: 'Traer la número {{number}}',
  popularMissing: 'Populares y aún no aquí: puntúa una y lo estará',
  byHand: 'Con tus palabras',
  titleHint: 'Solo hace falta el título; lo demás ayuda a otros a encontrarla.',
  alike: '¿Es una de estas?',
  add: 'Añadir la película',
  isHere: 'Ya hay aquí una película con uno de estos números.',
  toThatFilm: 'Ver esa película',
} satisfies Words<typeof en>;
