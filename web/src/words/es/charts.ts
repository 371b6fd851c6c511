import type en from '../en/charts.ts';
import type { Words } from '../words.ts';

export default {
  title: 'Listas',
  which: 'Qué lista',
  best: 'Mejores',
  divisive: 'Polémicas',
  gems: 'Joyas ocultas',
  rising: 'Al alza',
  bestText: 'Las notas más altas, con votos suficientes para saberlo.',
  divisiveText: 'Amadas y odiadas: donde más se separan las notas.',
  gemsText: 'Notas altas que conoce poca gente.',
  risingText: 'Las que últimamente reciben mejores notas que antes.',
  genre: 'Género',
  allGenres: 'Todos los géneros',
  decade: 'Década',
  allDecades: 'Todas las décadas',
  decadeOf: 'Años {{decade}}',
  none: 'Aún no hay películas en esta lista',
  noneText: 'Una película necesita bastantes votos para entrar. El tuyo cuenta.',
  rateFilms: 'Puntuar películas',
  filmsOf: 'Películas de {{name}}',
  nobody: 'Nadie con ese nombre hizo una película de aquí',
} satisfies Words<typeof en>;
