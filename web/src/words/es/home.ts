import type en from '../en/home.ts';
import type { Words } from '../words.ts';

export default {
  welcomeTitle: '¿Y de verdad era tan buena?',
  welcomeText:
    'Puntúa lo que has visto, de media en media estrella. Aquí cada nota dice por qué es la que es, y todo lo que pongas sigue siendo tuyo.',
  welcomeStart: 'Empieza con tres películas',
  welcomeGoOn: 'Seguir',
  welcomeSteps_one: 'Falta una película',
  welcomeSteps_many: 'Faltan {{count}} películas',
  welcomeSteps_other: 'Faltan {{count}} películas',
  welcomeKeep: 'Tus notas están guardadas aquí; con una cuenta, cuentan.',
  rateMore: 'Puntuar más películas',
  popular: 'Populares ahora',
  popularLocal: 'Populares',
  best: 'Las mejores notas',
  allBest: 'La lista entera',
  forYou: 'Para ti',
  allForYou: 'Todas, y por qué',
  recent: 'Lo último que puntuaste',
  allRated: 'Ver todo',
  continueTitle: 'Sigue puntuando',
  continueText: 'Películas que seguramente has visto, de una en una.',
} satisfies Words<typeof en>;
