import type { Language } from '../scores/words.js';

/** The sentences that explain a prediction; numbers and titles come in as that language writes them. */
type Words = {
  none: string;
  average(stars: string): string;
  taste(stars: string, low: string, high: string): string;
  like(percent: string): string;
  raised(usual: string, by: string): string;
  lowered(usual: string, by: string): string;
  asUsual(usual: string): string;
  forIt(films: string): string;
  againstIt(films: string): string;
  film(title: string, stars: string): string;
};

export const WORDS: Record<Language, Words> = {
  en: {
    none: 'There is nothing to predict from yet: that takes some ratings, and a night.',
    average: (stars) =>
      `Most likely about ${stars} stars: what this film usually gets, set right by how generous you are. From three ` +
      'ratings on, predictions follow your taste.',
    taste: (stars, low, high) =>
      `You will most likely give it about ${stars} stars. In eight of ten such cases it is between ${low} and ${high}.`,
    like: (percent) => `The chance that you like it, with four stars or more, is ${percent}.`,
    raised: (usual, by) =>
      `Such a film usually gets ${usual}; your own ratings raise that by ${by}.`,
    lowered: (usual, by) =>
      `Such a film usually gets ${usual}; your own ratings lower that by ${by}.`,
    asUsual: (usual) => `Such a film usually gets ${usual}, and your own ratings say the same.`,
    forIt: (films) => `What speaks for it most is how you rated ${films}.`,
    againstIt: (films) => `What speaks against it most is how you rated ${films}.`,
    film: (title, stars) => `${title} (${stars})`,
  },
  es: {
    none: 'Todavía no hay de qué predecir: hacen falta algunas valoraciones y una noche.',
    average: (stars) =>
      `Lo más probable son unas ${stars} estrellas: lo que suele recibir esta película, ajustado a lo generoso de tus ` +
      'notas. A partir de tres valoraciones, las predicciones siguen tu gusto.',
    taste: (stars, low, high) =>
      `Lo más probable es que le des unas ${stars} estrellas. En ocho de cada diez casos así quedan entre ${low} y ${high}.`,
    like: (percent) =>
      `La probabilidad de que te guste, con cuatro estrellas o más, es del ${percent}.`,
    raised: (usual, by) =>
      `Una película así suele recibir ${usual}; tus valoraciones la suben ${by}.`,
    lowered: (usual, by) =>
      `Una película así suele recibir ${usual}; tus valoraciones la bajan ${by}.`,
    asUsual: (usual) =>
      `Una película así suele recibir ${usual}, y tus valoraciones dicen lo mismo.`,
    forIt: (films) => `Lo que más habla a su favor es cómo valoraste ${films}.`,
    againstIt: (films) => `Lo que más habla en su contra es cómo valoraste ${films}.`,
    film: (title, stars) => `${title} (${stars})`,
  },
};
