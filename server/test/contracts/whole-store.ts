import type { Store } from '../../src/ports.js';
import { catalogueContract } from './catalogue.js';
import { favouritesContract } from './favourites.js';
import { movieListsContract } from './movie-lists.js';
import { moviesContract } from './movies.js';
import { ratingListsContract } from './rating-lists.js';
import { ratingsContract } from './ratings.js';
import { receiptsContract } from './receipts.js';
import { recountContract, type Tampered } from './recount.js';
import { scoresContract } from './scores.js';
import { searchContract } from './search.js';
import { storeContract } from './store.js';
import { tokensContract } from './tokens.js';
import { usersContract } from './users.js';

/** Every suite, on stores that `open` makes: each of them empty. */
export function wholeStoreContract(open: () => Promise<Tampered>): void {
  const openStore = async (): Promise<Store> => (await open()).store;
  for (const contract of [
    ratingsContract,
    ratingListsContract,
    moviesContract,
    movieListsContract,
    searchContract,
    favouritesContract,
    usersContract,
    tokensContract,
    scoresContract,
    receiptsContract,
    catalogueContract,
    storeContract,
  ]) {
    contract(openStore);
  }
  recountContract(open);
}
