import type en from '../en/rapid.ts';
import type { Words } from '../words.ts';

export default {
  progress: '{{done}} de {{goal}} puntuadas',
  leave: 'Parar aquí',
  undo: 'Deshacer',
  skip: 'No la he visto',
  confirm: 'Dar {{stars}} ★',
  keys: '1–5 puntúan, con Mayús media más, 0 ninguna · ↑ ↓ eligen, Intro confirma · → no la he visto · Z deshace',
  swipe: 'Desliza sobre las estrellas, o aparta el póster si no la has visto.',
  wasRated: '{{title}}: {{stars}}',
  wasSkipped: '{{title}}: no vista',
  wasUndone: '{{title}} ha vuelto',
  summary_one: '{{count}} película puntuada',
  summary_many: '{{count}} películas puntuadas',
  summary_other: '{{count}} películas puntuadas',
  summaryMean: '{{stars}} estrellas de media',
  given: 'Lo que diste',
  keep: 'Están guardadas en este dispositivo. Con una cuenta cuentan en las notas de todos y las tienes en cualquier sitio.',
  again: 'Diez más',
  toProfile: 'Mi mural',
  empty: 'No queda nada por puntuar',
  emptyText: 'Has puntuado, o no has visto, todo lo que conocemos.',
  bringBack: 'Mostrar lo que no había visto',
} satisfies Words<typeof en>;
