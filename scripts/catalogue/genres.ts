import type { Row } from './sources.js';

/** Pornographic, softcore, sexploitation, pink (its Japanese kind) and hentai (its drawn kind). */
const PORNOGRAPHIC = new Set(['Q185529', 'Q2000136', 'Q2292320', 'Q1194365', 'Q172067']);

/** Where the map took a label's word for the genre: a space opera is no music. */
const CORRECTIONS: Readonly<Record<string, string[]>> = {
  Q468478: ['Science Fiction'], // space opera
  Q1782964: ['Science Fiction'], // science fiction comic
  Q517386: [], // live action
  Q25110269: ['Animation'], // live-action/animated film
  Q240911: [], // mystery play
  Q846544: ['Action'], // disaster film
  Q2297927: ['Thriller'], // spy film
  Q645928: ['Biography'], // biographical film
  Q3072024: ['Biography', 'Drama'], // autobiographical film
  Q145806: ['Comedy'], // stand-up comedy
};

/** The genres of Wikipedia's lists that go by another name here; an empty one is dropped. */
const WIKIPEDIA: Readonly<Record<string, string>> = {
  Animated: 'Animation',
  Noir: 'Film Noir',
  Historical: 'History',
  Sports: 'Sport',
  Musical: 'Music',
  Dance: 'Music',
  Suspense: 'Thriller',
  Spy: 'Thriller',
  Slasher: 'Horror',
  'Found Footage': 'Horror',
  Superhero: 'Action',
  'Martial Arts': 'Action',
  Disaster: 'Action',
  Satire: 'Comedy',
  Political: 'Drama',
  Legal: 'Drama',
  Supernatural: 'Fantasy',
  Erotic: '',
  Independent: '',
  'Live Action': '',
  Performance: '',
  Teen: '',
};

export function isPornographic(genres: readonly string[]): boolean {
  return genres.some((genre) => PORNOGRAPHIC.has(genre));
}

/** Turns Wikidata's genre Q-ids into ours; what `genre-map.csv` leaves empty is dropped. */
export function genresFromWikidata(genreMap: readonly Row[]) {
  const canonical = new Map(genreMap.map((row) => [row.wikidata_id!, row.canonical!.split('|')]));
  return (genres: readonly string[]): string[] =>
    distinct(genres.flatMap((genre) => CORRECTIONS[genre] ?? canonical.get(genre) ?? []));
}

export function genresFromWikipedia(genres: readonly string[]): string[] {
  return distinct(genres.map((genre) => WIKIPEDIA[genre] ?? genre));
}

function distinct(genres: readonly string[]): string[] {
  return [...new Set(genres)].filter((genre) => genre !== '');
}
