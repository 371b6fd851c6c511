import { randomBytes } from 'node:crypto';
import type { Clock, Store } from '../../ports.js';
import { sqlAlike } from './alike.js';
import { atomic, type Db } from './atomic.js';
import { sqlAudit } from './audit.js';
import { sqlCatalogue } from './catalogue.js';
import { sqlChartLists } from './chart-lists.js';
import { sqlCompanions } from './companions.js';
import { engineOf } from './engines.js';
import { sqlFeed } from './feed.js';
import { sqlHistories } from './histories.js';
import { sqlImportEffects } from './import-effects.js';
import { sqlImportRows } from './import-rows.js';
import { sqlImports } from './imports.js';
import { sqlKnownFilms } from './known-films.js';
import { sqlLeases } from './leases.js';
import { sqlMarkedMovies } from './marked-movies.js';
import { sqlMovies } from './movies.js';
import { sqlOutsideFacts } from './outside-facts.js';
import { sqlPopular } from './popular.js';
import { sqlPredictionModels } from './prediction-models.js';
import { sqlOutcomes } from './prediction-outcomes.js';
import { sqlRaters } from './raters.js';
import { sqlRatingStatistics } from './rating-statistics.js';
import { sqlRatings } from './ratings.js';
import { sqlReceipts } from './receipts.js';
import { sqlRecount } from './recount.js';
import { sqlFlags } from './score-flags.js';
import { sqlScores } from './scores.js';
import { sqlSetAside } from './set-aside.js';
import { sqlTastes } from './tastes.js';
import { sqlTokens } from './tokens.js';
import { sqlUsers } from './users.js';
import { sqlViewings } from './viewings.js';

/** Every port on one database, or on one transaction of it. `urgent` is the same database for who must not wait. */
export function sqlStore(db: Db, now: Clock = Date.now, urgent: Db = db): Store {
  return {
    alike: sqlAlike(db),
    audit: sqlAudit(db),
    catalogue: sqlCatalogue(db),
    charts: sqlChartLists(db),
    companions: sqlCompanions(db),
    favourites: sqlMarkedMovies(db, 'favourites'),
    feed: sqlFeed(db),
    flags: sqlFlags(db),
    knownFilms: sqlKnownFilms(db),
    histories: sqlHistories(db),
    importEffects: sqlImportEffects(db),
    importRows: sqlImportRows(db),
    imports: sqlImports(db),
    leases: sqlLeases(db),
    movies: sqlMovies(db, urgent),
    outcomes: sqlOutcomes(db),
    outsideFacts: sqlOutsideFacts(db),
    popular: sqlPopular(db, now),
    predictionModels: sqlPredictionModels(db),
    raters: sqlRaters(db),
    ratings: sqlRatings(db),
    receipts: sqlReceipts(db),
    recount: sqlRecount(db),
    scores: sqlScores(db),
    setAside: sqlSetAside(db),
    statistics: sqlRatingStatistics(db),
    tastes: sqlTastes(db),
    tokens: sqlTokens(db),
    users: sqlUsers(db),
    viewings: sqlViewings(db),
    watchlist: sqlMarkedMovies(db, 'watchlist'),

    atomically: (work) => atomic(db, (tx) => work(sqlStore(tx, now))),

    async check() {
      await db.selectFrom('secrets').select('name').limit(1).execute();
    },

    secret: () =>
      atomic(db, async (tx) => {
        await tx
          .insertInto('secrets')
          .values({ name: 'cursors', value: randomBytes(32).toString('base64url') })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute();
        const { value } = await tx
          .selectFrom('secrets')
          .select('value')
          .where('name', '=', 'cursors')
          .executeTakeFirstOrThrow();
        return value;
      }),

    tidy: () => engineOf(db).bulk.tidy(db),
    close: () => db.destroy(),
  };
}
