export type Language = 'en' | 'es';

/** The sentences that explain a score; numbers come in as that language writes them. */
type Words = {
  none(usual: string): string;
  withUnusual(mean: string): string;
  soon: string;
  score(stars: string, ratings: string, low: string, high: string): string;
  leans(mean: string, usual: string, share: string): string;
  settled(share: string): string;
  only(percent: string): string;
  under(percent: string): string;
  habits(mean: string): string;
  weighs(full: string): string;
  light(mean: string, usual: string, share: string): string;
  experience: string;
  steadiness: string;
  newcomers: string;
  held(votes: string): string;
  aside(votes: string): string;
};

export const WORDS: Record<Language, Words> = {
  en: {
    none: (usual) =>
      `There is no score yet. Films of its genres and year usually get about ${usual}.`,
    withUnusual: (mean) => `${mean} with the unusual ratings told of below`,
    soon: 'Its ratings are about to be counted: the score follows in a moment.',
    score: (stars, ratings, low, high) =>
      `${stars} stars from ${ratings}. If everyone rated it, it would most likely get between ${low} and ${high}.`,
    leans: (mean, usual, share) =>
      `Its plain average is ${mean}, but so few ratings prove little: ${share} of the score still rests on what films of ` +
      `its genres and year usually get, ${usual}. Each new rating makes it rest more on itself, so a film with many ` +
      'good ratings can stand above one with a few perfect ones.',
    settled: (share) =>
      `So many have rated it that the score rests on their ratings; ${share} comes from what such films usually get.`,
    only: (percent) => `only ${percent}`,
    under: (percent) => `less than ${percent}`,
    habits: (mean) =>
      `Its plain average is ${mean}; the score differs because people who give everything high or low stars are ` +
      'evened out first, and because not every vote weighs the same.',
    weighs: (full) =>
      `Together they weigh as much as ${full} full votes. No vote ever weighs more than one.`,
    light: (mean, usual, share) =>
      `Its plain average is ${mean}, but most of its ratings weigh little, for the reasons below: ${share} of the score ` +
      `still rests on what films of its genres and year usually get, ${usual}.`,
    experience: 'People who have rated few films weigh less, until they have rated more.',
    steadiness:
      'People whose stars are far from what anyone would expect, film after film, weigh less.',
    newcomers: 'Accounts with hardly any ratings together make up a tenth of the score at most.',
    held: (votes) =>
      `There was unusual activity: ${votes} came all at once, unlike those before, and will weigh next to nothing until ` +
      'someone has looked.',
    aside: (votes) =>
      `Shown, but not counted in the score, for it was found to be an attack: ${votes}.`,
  },
  es: {
    none: (usual) =>
      `Todavía no hay nota. Las películas de sus géneros y su año suelen recibir alrededor de ${usual}.`,
    withUnusual: (mean) => `${mean} con las valoraciones inusuales de las que se habla abajo`,
    soon: 'Sus valoraciones están a punto de contarse: la nota llega en un momento.',
    score: (stars, ratings, low, high) =>
      `${stars} estrellas con ${ratings}. Si todo el mundo la valorase, lo más probable es que quedara entre ${low} y ${high}.`,
    leans: (mean, usual, share) =>
      `Su media simple es ${mean}, pero tan pocas valoraciones dicen poco: el ${share} de la nota se apoya todavía en lo ` +
      `que suelen recibir las películas de sus géneros y su año, ${usual}. Con cada valoración se apoya más en sí misma; ` +
      'por eso una película con muchas valoraciones buenas puede estar por encima de otra con unas pocas perfectas.',
    settled: (share) =>
      `La han valorado tantas personas que la nota se apoya en ellas; ${share} viene de lo que suelen recibir ` +
      'películas así.',
    only: (percent) => `solo el ${percent}`,
    under: (percent) => `menos del ${percent}`,
    habits: (mean) =>
      `Su media simple es ${mean}; la nota es distinta porque antes se compensa a quienes puntúan todo muy alto o muy ` +
      'bajo, y porque no todos los votos pesan lo mismo.',
    weighs: (full) =>
      `En total pesan como ${full} votos enteros. Ningún voto pesa nunca más de uno.`,
    light: (mean, usual, share) =>
      `Su media simple es ${mean}, pero la mayoría de sus valoraciones pesan poco, por lo que sigue: el ${share} de la ` +
      `nota se apoya todavía en lo que suelen recibir las películas de sus géneros y su año, ${usual}.`,
    experience: 'Quien ha valorado pocas películas pesa menos, hasta que valore más.',
    steadiness: 'Quien puntúa, película tras película, lejos de lo que cabría esperar pesa menos.',
    newcomers: 'Las cuentas casi sin valoraciones suman como mucho una décima parte de la nota.',
    held: (votes) =>
      `Hubo actividad inusual, de golpe y distinta de la anterior: ${votes} con un peso casi nulo hasta que alguien lo ` +
      'haya revisado.',
    aside: (votes) => `A la vista, pero sin contar para la nota, por ser de un ataque: ${votes}.`,
  },
};
