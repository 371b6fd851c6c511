export default {
  fromTmdb: 'From TMDB',
  tmdbTitle: 'Title at TMDB',
  tmdbHint:
    'Or its number or address there, as themoviedb.org/movie/603. Choose a film, and it is here.',
  tmdbNone: 'TMDB has no film called “{{title}}”.',
  tmdbFound_one: '{{shown}} film at TMDB',
  tmdbFound_other: '{{shown}} films at TMDB',
  bringInNumber: 'Bring in number {{number}}',
  popularMissing: 'Popular, and not here yet: rate one, and it is',
  byHand: 'In your own words',
  titleHint: 'Only the title must be told; the rest helps others to find it.',
  alike: 'Is it one of these?',
  add: 'Add the film',
  isHere: 'A film with one of these numbers is here already.',
  toThatFilm: 'To that film',
} as const;
