import type { Store } from '../../src/ports.js';
import { auditContract } from './audit.js';
import { catalogueContract } from './catalogue.js';
import { chartListsContract } from './chart-lists.js';
import { companionsContract } from './companions.js';
import { flagsContract } from './flags.js';
import { importsContract } from './imports.js';
import { keptMoviesContract } from './kept-movies.js';
import { knownFilmsContract } from './known-films.js';
import { leasesContract } from './leases.js';
import { loadedVotesContract } from './loaded-votes.js';
import { favouritesContract, watchlistContract } from './marked-movies.js';
import { mergedMoviesContract } from './merged-movies.js';
import { movieListsContract } from './movie-lists.js';
import { moviesContract } from './movies.js';
import { outcomesContract } from './outcomes.js';
import { predictionModelsContract } from './prediction-models.js';
import { publicationContract } from './publication.js';
import { racesContract } from './races.js';
import { ratersContract } from './raters.js';
import { ratingListsContract } from './rating-lists.js';
import { ratingStatisticsContract } from './rating-statistics.js';
import { ratingsContract } from './ratings.js';
import { receiptsContract } from './receipts.js';
import { recountContract, type Tampered } from './recount.js';
import { scoresContract } from './scores.js';
import { searchContract } from './search.js';
import { storeContract } from './store.js';
import { tokensContract } from './tokens.js';
import { usersContract } from './users.js';
import { viewingsContract } from './viewings.js';

/** Every suite, on stores that `open` makes: each of them empty. */
export function wholeStoreContract(open: () => Promise<Tampered>): void {
  const openStore = async (): Promise<Store> => (await open()).store;
  for (const contract of [
    ratersContract,
    ratingsContract,
    ratingListsContract,
    ratingStatisticsContract,
    moviesContract,
    mergedMoviesContract,
    movieListsContract,
    searchContract,
    favouritesContract,
    watchlistContract,
    viewingsContract,
    usersContract,
    tokensContract,
    scoresContract,
    chartListsContract,
    flagsContract,
    auditContract,
    receiptsContract,
    catalogueContract,
    storeContract,
    leasesContract,
    knownFilmsContract,
    importsContract,
    racesContract,
    publicationContract,
    predictionModelsContract,
    outcomesContract,
    companionsContract,
  ]) {
    contract(openStore);
  }
  keptMoviesContract(open);
  recountContract(open);
  loadedVotesContract(open);
}
