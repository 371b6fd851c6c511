// Generated from docs/api/openapi.json by "npm run generate".
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests are best sent here, part by part */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All users, oldest first */
        get: operations["listUsers"];
        put?: never;
        /**
         * Register
         * @description The first account of a service is its ADMIN.
         */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user’s profile */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete an account with all its data
         * @description Every rating goes, and every tally is as if it had never been.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description role and disabled are for ADMINs. A new password ends all sessions and tokens; one’s own needs currentPassword, or a session signed in within 15 minutes.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with handle or e-mail address */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and for how long */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /** Sign out: this token is dead at once */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My access tokens, newest first */
        get: operations["listTokens"];
        put?: never;
        /** A new access token, shown this once */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an access token: it is dead at once */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/movies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search, filter and list movies */
        get: operations["listMovies"];
        put?: never;
        /** Add a movie that is not in the catalogue */
        post: operations["createMovie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/movies/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A movie: its facts and its score */
        get: operations["getMovie"];
        put?: never;
        post?: never;
        /** Remove a movie with its ratings and favourites */
        delete: operations["deleteMovie"];
        options?: never;
        head?: never;
        /**
         * Change facts of a movie
         * @description For ADMINs and whoever added the movie. What is not named stays as it is.
         */
        patch: operations["editMovie"];
        trace?: never;
    };
    "/api/v1/movies/{movie}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make one movie of two that are one film
         * @description The movie of the path goes, and its id is another name of `into` from then on. Ratings move as they are, with their times and history; who rated both keeps the rating changed last. In the changes of everyone who rated it, the one is removed and the other has the stars. Favourites and outside ids move too, and facts that only the one that goes has. Two that have different ids in one outside catalogue are refused.
         */
        post: operations["mergeMovie"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/movies/{movie}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The score of a movie and what it is made of
         * @description Of a past day (`at`) there is what was published then: votes, weights, prior, confidence and explanation are null.
         */
        get: operations["getScore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/charts/{chart}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The movies of a chart, the first first
         * @description On no chart are movies with too few votes to tell, and those whose votes come in an unusual way as long as they do and nobody has decided about it. `value` is what a chart is ordered by. In stars: of `best`, and of `gems`, which are rated by few, the score less half of its standard deviation; of `rising`, what a movie gets of late. Of `divisive` it is the standard deviation of the ratings. `rank` counts those that the filters leave.
         */
        get: operations["getChart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/ratings/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user’s rating of a movie */
        get: operations["getRating"];
        /**
         * Rate a movie, or rate it anew
         * @description Stars and note replace the earlier ones, and the history keeps both.
         */
        put: operations["putRating"];
        post?: never;
        /** Take a rating back */
        delete: operations["deleteRating"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/ratings/{movie}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every change of a rating, the oldest first */
        get: operations["getRatingHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The movies a user rated */
        get: operations["listRatedMovies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/movies/{movie}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public ratings of a movie, newest first */
        get: operations["listMovieRatings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed among my ratings after a point, in order
         * @description Begin without `after`; go on with `nextAfter`. No change is ever passed over. 410: the service was restored from a backup since; begin without `after`, and with nothing known.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/ratings/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many ratings at once
         * @description Each item has its own result, in order; all valid ones are stored, together.
         */
        post: operations["batchRatings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/favourites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user’s favourites, with the user’s own stars */
        get: operations["listFavourites"];
        put?: never;
        post?: never;
        /** Remove all favourites of a user */
        delete: operations["clearFavourites"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/favourites/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make a movie a favourite */
        put: operations["putFavourite"];
        post?: never;
        /** A favourite no more */
        delete: operations["deleteFavourite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/watchlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The movies a user means to see */
        get: operations["listWatchlist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/watchlist/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a movie on the watchlist */
        put: operations["putWatchlistItem"];
        post?: never;
        /** Take a movie off the watchlist */
        delete: operations["deleteWatchlistItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/viewings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user’s diary: which films they saw when */
        get: operations["listViewings"];
        put?: never;
        /**
         * Put a viewing into the diary
         * @description The current rating stays as it is, whatever stars were given that day.
         */
        post: operations["createViewing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/viewings/{viewing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One viewing */
        get: operations["getViewing"];
        put?: never;
        post?: never;
        /** Take a viewing out of the diary */
        delete: operations["deleteViewing"];
        options?: never;
        head?: never;
        /**
         * Change what is told of a viewing
         * @description What is not named stays as it is.
         */
        patch: operations["editViewing"];
        trace?: never;
    };
    "/api/v1/users/{user}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a user’s ratings tell
         * @description By genre, decade, year, director and actor (from two movies on, twenty at most), each by count, then mean, then name; beside everyone else; how the scale is used; over time.
         */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a history away, as a zip
         * @description A zip, made while it is sent. `halfstar` is JSON and tables: profile, ratings, every change of them, viewings, watchlist, favourites; its JSON is described by `docs/api/export.schema.json`. The others are what those services have a place for. `letterboxd`, in tables of at most 1,000 rows: stars and notes, viewings with day, rewatch, tags and review, the watchlist; no times of ratings, no favourites, and what is rated is seen. `trakt`: stars with their times, viewings with a day, watchlist, favourites; no words. `imdb`: stars with their day, the watchlist. `movielens`: stars with their second. Stars finer than their scale become the nearest on it, and none of them has a zero. A cell that a spreadsheet would take for a formula has a `’` before it, which an import takes away again.
         */
        get: operations["exportHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My imports, the newest first */
        get: operations["listImports"];
        put?: never;
        /**
         * Upload a history from elsewhere
         * @description The file itself is the body: an export of Letterboxd, IMDb, Trakt, TMDB, MovieLens, Criticker, Movary, Yamtrack, Simkl, Ryot, NeoDB, Netflix or Halfstar, 64 MiB at most. It is recognised by what is in it. Nothing is changed yet: see what it would do, and apply it then.
         */
        post: operations["createImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an import is, and what it comes to */
        get: operations["getImport"];
        put?: never;
        post?: never;
        /**
         * Forget an import
         * @description What it did stays, and can no longer be undone.
         */
        delete: operations["deleteImport"];
        options?: never;
        head?: never;
        /**
         * Say which scales files are on, and what is done about conflicts
         * @description Scales are told by file, as the most that can be given: one of those that `questions` or the file’s `scales` name. All rows are judged anew then. What is not named stays.
         */
        patch: operations["editImport"];
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what an import says
         * @description In the background; each row is judged once more, as to which of new, same, changed, conflict, unmatched, aside it is by then.
         */
        post: operations["applyImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an import back, also one that is being applied
         * @description In the background. All is as it was before, but for films that were changed since: those stay as they are. What a newer import wrote stays too; undone after this one, it brings back what was there before both.
         */
        post: operations["undoImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each row of an import comes to, in their order */
        get: operations["listImportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}/rows/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say which movie a row is of, or leave it out
         * @description Either `movie`, named as in paths; or `as`: `new` makes a movie of what the row tells, `aside` leaves it out. The same is done about all rows of the import that name the film in the same words.
         */
        patch: operations["fixImportRow"];
        trace?: never;
    };
    "/api/v1/users/me/imports/{import}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hear how an import gets on
         * @description Server-sent events, each with the whole import as JSON: `progress` while it goes on by itself, and `done` once it waits for somebody, or is finished. Then the stream ends, and is to be closed. Whoever cannot read streams asks for the import itself now and then.
         */
        get: operations["streamImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/popular": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The popular films, at TMDB or here
         * @description Without a key to TMDB, the most rated of the last 30 days and then the best known of the catalogue. Any film of the list can be rated and made a favourite by `tmdb:` and its id.
         */
        get: operations["listPopular"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tmdb/movies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Films at TMDB, by title
         * @description The best match first. `POST /movies` with the `tmdbId` of one that has no `movieId` brings it in, and so does rating it by `tmdb:` and its id. Without a key to TMDB it is refused.
         */
        get: operations["searchTmdb"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I set aside, the last first */
        get: operations["listSetAside"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/set-aside/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Recommend a movie to me no more
         * @description 201 when it was not set aside before, else 204.
         */
        put: operations["putSetAside"];
        post?: never;
        /** Recommend a movie to me again */
        delete: operations["deleteSetAside"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/companions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * With whom I may choose films, and who waits for an answer
         * @description Two may choose films together once each has agreed. Everyone with whom I have, and the latest hundred who have agreed with me, by handle.
         */
        get: operations["listCompanions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/companions/{companion}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let someone choose films for us both
         * @description They may see what I would probably give films that neither of us has rated, once they have agreed as well; never what I gave. A hundred people at most.
         */
        put: operations["putCompanion"];
        post?: never;
        /**
         * Let someone choose films for us both no more, or not at all
         * @description At once, for both. It answers who asked me as well: nothing is left of what either of us agreed to.
         */
        delete: operations["deleteCompanion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/predictions/{movie}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I will probably give a movie, and why
         * @description Follows every rating of mine at once. What I gave this movie myself is left out of it: this is what would have been said before. Whoever sees a prediction while rating is led by it: ask for it afterwards.
         */
        get: operations["getPrediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What to ask me to rate next
         * @description At first what most people know, then what I probably know and tells most of my taste. Ask again after some answers; `unknown` are movies that I said I do not know.
         */
        get: operations["listOnboarding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/predictions/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How right predictions are
         * @description Every prediction made before a first rating is compared with the rating that came, within a second or so: by the taste of who rated as it was then, and a model that had not seen it. Left out are ratings brought in at once, and those of people whose ratings are of no use for others.
         */
        get: operations["getPredictionQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Films I will like, the best first
         * @description Without what I have rated or set aside. By what people like who liked the same, and by predicted stars; before there is a model, what is popular. `surprise` draws some of the best by chance, others each time, on one page.
         */
        get: operations["listRecommendations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/movies/{movie}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Similar films, the most similar first
         * @description `by`: `likes` when people who liked the one liked the others, `facts` when hardly anyone has rated it: then they share people and genres. Scores compare within one list only.
         */
        get: operations["listSimilar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/taste-match/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How my taste and another’s go together
         * @description Needs ten ratings of each, and no film in common. Both must allow it (`allowMatching`), and theirs must be open to me. `agree` and `differ` are films that both have rated.
         */
        get: operations["getTasteMatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/watch-together": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What some of us could watch together
         * @description Films that none of us has rated or set aside, by half the mean and half the least of what each would give them. Each of the others and I must be companions. Empty before there is a model.
         */
        get: operations["listWatchTogether"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Votes that came in an unusual way, newest first */
        get: operations["listFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flags/{flag}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what these votes were
         * @description Of an attack, they count in no score; genuine ones count as any others. Deciding again replaces what was decided. The score follows within a second.
         */
        put: operations["decideFlag"];
        post?: never;
        /** Take a decision about votes back */
        delete: operations["withdrawDecision"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What ADMINs did to what is not theirs alone, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "id": 31,
         *       "name": "Frank Darabont"
         *     }
         */
        Person: {
            id: number;
            name: string;
        };
        /** @description The published score; follows the tally within a second */
        Score: {
            /**
             * @description 0 to 5, not rounded
             * @example 3.82
             */
            stars: number;
            count: number;
            mean: number;
            /** @description Lower end of the 90 % interval */
            low: number;
            /** @description Upper end of the 90 % interval */
            high: number;
        };
        /** @description Exact at once; mean is null when nobody has rated */
        Tally: {
            count: number;
            mean: number | null;
            /** @description How many ratings fall nearest to 0, 0.5 … 5 stars; ties go up */
            histogram: number[];
        };
        /** @description prediction: in lists that are asked for it (`include=prediction`); null of what the viewer has rated */
        Movie: {
            id: number;
            title: string;
            originalTitle: string | null;
            year: number | null;
            releaseDate: string | null;
            runtimeMinutes: number | null;
            overview: string | null;
            posterUrl: string | null;
            genres: string[];
            directors: components["schemas"]["Person"][];
            cast: components["schemas"]["Person"][];
            ids: {
                tmdb: number | null;
                imdb: string | null;
                wikidata: string | null;
            };
            score: components["schemas"]["Score"] | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
            version: number;
            prediction?: components["schemas"]["Prediction"] | null;
        };
        ScoreExplained: {
            stars: number | null;
            low: number | null;
            high: number | null;
            /** @description Exact at once */
            count: number;
            mean: number | null;
            /** @description How many ratings fall nearest to 0, 0.5 … 5 stars; ties go up */
            histogram: number[];
            effectiveVotes: number | null;
            votes: {
                regular: {
                    votes: number;
                    /** @description What they weigh together, in full votes, before the factor */
                    weight: number;
                    /** @description What their weight is multiplied by */
                    factor: number;
                    mean: number | null;
                };
                newcomers: {
                    votes: number;
                    /** @description What they weigh together, in full votes, before the factor */
                    weight: number;
                    /** @description What their weight is multiplied by */
                    factor: number;
                    mean: number | null;
                };
                held: {
                    votes: number;
                    /** @description What they weigh together, in full votes, before the factor */
                    weight: number;
                    /** @description What their weight is multiplied by */
                    factor: number;
                    mean: number | null;
                };
                /** @description Found to be an attack: in the count, not in the score */
                aside: number;
            } | null;
            weights: {
                /** @enum {string} */
                reason: "experience" | "steadiness" | "newcomers" | "unusual";
                /** @description Full votes */
                lost: number;
            }[] | null;
            prior: {
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                stars: number;
                weight: number;
            } | null;
            confidence: ("low" | "medium" | "high") | null;
            /** @description Votes that came in an unusual way */
            unusual: {
                /**
                 * Format: date-time
                 * @example 2026-03-14T20:15:00.000Z
                 */
                from: string;
                to: string | null;
                /** @description How many had come when it was noticed; those held or aside now are in `votes` above */
                votes: number;
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                mean: number;
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                meanBefore: number;
                decision: ("genuine" | "attack") | null;
            }[];
            explanation: {
                en: string[];
                es: string[];
            } | null;
            method: {
                version: string;
                /** @description Where the method is described, to the last constant */
                document: string;
                formula: string;
                estimatedAt: string | null;
                priorRatings: number | null;
                priorMean: number | null;
            };
            previous: {
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                stars: number;
                method: string;
            } | null;
            at: string | null;
            /** @description The last score of days on which it or its ratings moved, the oldest first; at most 120, evenly spread */
            timeline: {
                /**
                 * Format: date
                 * @example 2026-03-14
                 */
                day: string;
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                stars: number;
                low: number;
                high: number;
                count: number;
                /**
                 * @description 0 to 5, not rounded
                 * @example 3.82
                 */
                mean: number;
                method: string;
            }[];
        };
        Rating: {
            movieId: number;
            userId: number;
            /**
             * @description 0 to 5 in steps of 0.05
             * @example 4.5
             */
            stars: number;
            note: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            ratedAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
        };
        PublicRating: {
            movieId: number;
            userId: number;
            /**
             * @description 0 to 5 in steps of 0.05
             * @example 4.5
             */
            stars: number;
            note: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            ratedAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
            user: {
                id: number;
                handle: string;
                displayName: string;
            };
        };
        RatedMovie: {
            movie: components["schemas"]["Movie"];
            /**
             * @description 0 to 5 in steps of 0.05
             * @example 4.5
             */
            stars: number;
            note: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            ratedAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
        };
        RatingPut: {
            rating: components["schemas"]["Rating"];
            tally: components["schemas"]["Tally"];
        };
        /** @description stars is null where the rating was removed */
        HistoryItem: {
            stars: number | null;
            note: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            at: string;
        };
        Change: {
            movieId: number;
            stars: number | null;
            removed: boolean;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            at: string;
        };
        Favourite: {
            movie: components["schemas"]["Movie"];
            stars: number | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            addedAt: string;
        };
        WatchlistItem: {
            movie: components["schemas"]["Movie"];
            stars: number | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            addedAt: string;
        };
        /** @description One time that somebody saw a film. watchedOn is null where the day is not known; stars are those given then, apart from the current rating. */
        Viewing: {
            id: number;
            userId: number;
            movieId: number;
            watchedOn: string | null;
            stars: number | null;
            rewatch: boolean;
            tags: string[];
            review: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            loggedAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
        };
        DiaryEntry: {
            id: number;
            movie: components["schemas"]["Movie"];
            watchedOn: string | null;
            stars: number | null;
            rewatch: boolean;
            tags: string[];
            review: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            loggedAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
        };
        /** @description value is what the chart is ordered by */
        ChartPlace: {
            rank: number;
            movie: components["schemas"]["Movie"];
            value: number;
        };
        Popular: {
            /** @enum {string} */
            source: "tmdb" | "local";
            page: number;
            totalPages: number;
            items: {
                tmdbId: number | null;
                movieId: number | null;
                title: string;
                year: number | null;
                releaseDate: string | null;
                posterUrl: string | null;
                overview: string | null;
                /** @description The main one first; empty where TMDB tells none */
                genres: string[];
                stars: number | null;
                favourite: boolean;
                prediction?: components["schemas"]["Prediction"] | null;
            }[];
            attribution: string | null;
        };
        /** @description Means are in stars, and not rounded */
        Statistics: {
            count: number;
            mean: number | null;
            median: number | null;
            /** @description How many ratings fall nearest to 0, 0.5 … 5 stars; ties go up */
            histogram: number[];
            genres: {
                name: string;
                count: number;
                mean: number;
                crowdMean: number | null;
            }[];
            decades: {
                /** @description 1990 for 1990 to 1999 */
                decade: number;
                count: number;
                mean: number;
                crowdMean: number | null;
            }[];
            years: {
                /** @description Of the movies */
                year: number;
                count: number;
                mean: number;
                crowdMean: number | null;
            }[];
            /** @description From two movies on, twenty at most */
            directors: {
                id: number;
                name: string;
                count: number;
                mean: number;
                crowdMean: number | null;
            }[];
            /** @description From two movies on, twenty at most */
            actors: {
                id: number;
                name: string;
                count: number;
                mean: number;
                crowdMean: number | null;
            }[];
            /** @description Beside the mean of all others who rated the same movie, exact at once; higher and lower are the movies furthest above and below it */
            crowd: {
                /** @description How many movies someone else has rated too */
                compared: number;
                meanDifference: number | null;
                meanDistance: number | null;
                correlation: number | null;
                agreement: number | null;
                higher: {
                    movieId: number;
                    title: string;
                    year: number | null;
                    /**
                     * @description 0 to 5 in steps of 0.05
                     * @example 4.5
                     */
                    stars: number;
                    othersMean: number;
                    othersCount: number;
                }[];
                lower: {
                    movieId: number;
                    title: string;
                    year: number | null;
                    /**
                     * @description 0 to 5 in steps of 0.05
                     * @example 4.5
                     */
                    stars: number;
                    othersMean: number;
                    othersCount: number;
                }[];
            };
            /** @description For each number of stars given, ⌊(lower + same ÷ 2) ÷ count × 100⌋: how much of what the user rated lies below */
            percentiles: {
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                stars: number;
                count: number;
                percentile: number;
            }[];
            /** @description By the year of ratedAt in UTC, the oldest first */
            overTime: {
                year: number;
                count: number;
                mean: number;
            }[];
            /** @description The last 24 months in UTC, this one last */
            months: {
                /** @example 2026-03 */
                month: string;
                count: number;
                mean: number | null;
            }[];
        };
        /**
         * @description What someone will probably give a movie
         * @example {
         *       "stars": 4.12,
         *       "low": 3.18,
         *       "high": 5,
         *       "sd": 0.73,
         *       "like": 0.69,
         *       "basis": "taste"
         *     }
         */
        Prediction: {
            /**
             * @description 0 to 5, not rounded
             * @example 3.82
             */
            stars: number;
            /** @description Lower end of the 80 % interval */
            low: number;
            /** @description Upper end of the 80 % interval */
            high: number;
            /** @description Standard deviation, in stars */
            sd: number;
            /** @description The chance of four stars or more */
            like: number;
            /**
             * @description average: with fewer than three ratings there is no taste to tell
             * @enum {string}
             */
            basis: "taste" | "average";
        };
        /**
         * @example {
         *       "movie": {
         *         "id": 4,
         *         "title": "Alien",
         *         "year": 1979
         *       },
         *       "stars": 5,
         *       "effect": 0.21
         *     }
         */
        Reason: {
            movie: {
                id: number;
                title: string;
                year: number | null;
            };
            /**
             * @description 0 to 5 in steps of 0.05
             * @example 4.5
             */
            stars: number;
            /** @description By how many stars this rating moved the prediction */
            effect: number;
        };
        PredictionModel: {
            version: number;
            method: string;
            /** @description How many there were when it was trained */
            ratings: number;
            /** @description Whose ratings it learnt from */
            users: number;
            movies: number;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            trainedAt: string;
        };
        /** @description rated: what I gave it; prediction: null before there is a model */
        PredictedMovie: {
            movieId: number;
            rated: number | null;
            prediction: components["schemas"]["Prediction"] | null;
            parts: {
                film: number;
                habit: number;
                rest: number;
            } | null;
            /** @description My ratings that moved it most */
            reasons: components["schemas"]["Reason"][];
            explanation: {
                en: string[];
                es: string[];
            };
            model: components["schemas"]["PredictionModel"] | null;
        };
        /** @description reasons: my ratings that speak for it most */
        Recommendation: {
            movie: components["schemas"]["Movie"];
            prediction: components["schemas"]["Prediction"] | null;
            reasons: components["schemas"]["Reason"][];
        };
        SimilarMovie: {
            movie: components["schemas"]["Movie"];
            score: number;
        };
        /** @description match: null while one of us has rated fewer than ten films */
        TasteMatch: {
            user: {
                id: number;
                handle: string;
                displayName: string;
            };
            match: {
                /** @description Of how many pairs of people out of a hundred ours is closer */
                percentile: number;
                /** @description The correlation of the stars that we are expected to give, beyond what everyone would */
                rho: number;
                /** @description How much of what it rests on is known rather than guessed */
                reliability: number;
                /** @description By about how many stars we will differ over a film */
                differBy: number;
            } | null;
            /** @description How many films both have rated */
            common: number;
            agree: {
                movie: {
                    id: number;
                    title: string;
                    year: number | null;
                };
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                mine: number;
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                theirs: number;
            }[];
            differ: {
                movie: {
                    id: number;
                    title: string;
                    year: number | null;
                };
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                mine: number;
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                theirs: number;
            }[];
        };
        WatchTogether: {
            people: {
                id: number;
                handle: string;
                displayName: string;
            }[];
            items: {
                movie: components["schemas"]["Movie"];
                /** @description Half the mean and half the least of the predicted stars */
                worth: number;
                /** @description In the order of people */
                each: components["schemas"]["Prediction"][];
            }[];
        };
        /** @description In stars; null where there is nothing to tell of */
        PredictionQuality: {
            /** @description Predictions that a rating followed */
            count: number;
            rmse: number | null;
            mae: number | null;
            bias: number | null;
            filmMeanRmse: number | null;
            userBiasRmse: number | null;
            /** @description The share of ratings within the interval of so many percent */
            coverage: {
                percent: number;
                share: number;
            }[];
            /** @description Bin by bin: what was predicted on average, and what came */
            calibration: {
                count: number;
                predicted: number;
                came: number;
            }[];
            liking: {
                brier: number | null;
                /** @description Bin by bin: what was predicted on average, and what came */
                calibration: {
                    count: number;
                    predicted: number;
                    came: number;
                }[];
            };
            /** @description The oldest first, the latest 120 */
            timeline: {
                /**
                 * @description A month or a day, in UTC
                 * @example 2026-03
                 */
                since: string;
                /** @description Predictions that a rating followed */
                count: number;
                rmse: number | null;
                mae: number | null;
                bias: number | null;
                filmMeanRmse: number | null;
                userBiasRmse: number | null;
                /** @description The share of ratings within the interval of so many percent */
                coverage: {
                    percent: number;
                    share: number;
                }[];
            }[];
            model: components["schemas"]["PredictionModel"] | null;
        };
        /** @description at: when it was set aside */
        SetAsideMovie: {
            movie: components["schemas"]["Movie"];
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            at: string;
        };
        /**
         * @description agreedAt: since when I have agreed, null if not; theyAgreedAt: since when they have
         * @example {
         *       "user": {
         *         "id": 7,
         *         "handle": "ben",
         *         "displayName": "Ben"
         *       },
         *       "agreedAt": "2026-03-14T20:15:00.000Z",
         *       "theyAgreedAt": null
         *     }
         */
        Companion: {
            user: {
                id: number;
                handle: string;
                displayName: string;
            };
            agreedAt: string | null;
            theyAgreedAt: string | null;
        };
        /** @description A history from elsewhere, on its way in */
        Import: {
            id: number;
            /**
             * @description Of the file
             * @example letterboxd-ana.zip
             */
            name: string;
            /**
             * @description matching, judging, applying and undoing go on by themselves; asking waits for scales, ready for the word to apply
             * @enum {string}
             */
            state: "matching" | "asking" | "judging" | "ready" | "applying" | "applied" | "undoing" | "undone";
            /** @description service is null for what is of no known kind */
            files: {
                name: string;
                service: ("letterboxd" | "imdb" | "trakt" | "tmdb" | "movielens" | "criticker" | "movary" | "yamtrack" | "simkl" | "ryot" | "neodb" | "netflix" | "halfstar") | null;
                part: ("ratings" | "diary" | "reviews" | "watched" | "watchlist" | "favourites" | "list" | "everything" | "films" | "other") | null;
                rows: number;
                scale: {
                    least: number;
                    most: number;
                } | null;
                /** @description The scales that its scores may be on; more than one where it is to be said which */
                scales: {
                    least: number;
                    most: number;
                }[];
            }[];
            /** @description Files whose scale is to be said before rows are judged */
            questions: {
                file: string;
                scales: {
                    least: number;
                    most: number;
                }[];
            }[];
            conflicts: ("mine" | "theirs" | "newest") | null;
            rows: number;
            /** @description Rows, or films while it is being undone, done with what it is at */
            progress: {
                done: number;
                total: number;
            };
            /** @description How many rows of each; once judged, they add up to rows */
            verdicts: {
                new: number;
                same: number;
                changed: number;
                conflict: number;
                unmatched: number;
                aside: number;
            };
            /** @description What became of rows that were applied */
            outcomes: {
                taken: number;
                kept: number;
                left: number;
            };
            /** @description Films that were changed after it was applied, and which undoing left as they are */
            changedSince: number;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            updatedAt: string;
        };
        /** @description What a row tells, what applying it does, and which movie it is of */
        ImportRow: {
            place: number;
            file: string;
            /** @description Where it begins; of JSON, which item it is */
            line: number;
            film: {
                title: string;
                originalTitle: string | null;
                year: number | null;
                releaseDate: string | null;
                directors: string[];
                ids: {
                    imdb: string | null;
                    tmdb: string | null;
                    wikidata: string | null;
                };
            };
            said: {
                /** @enum {string} */
                kind: "rating" | "viewing" | "watchlist" | "favourite";
                score: number | null;
                stars: number | null;
                at: string | null;
                watchedOn: string | null;
                rewatch: boolean;
                tags: string[];
                text: string | null;
            }[];
            verdict: ("new" | "same" | "changed" | "conflict" | "unmatched" | "aside") | null;
            outcome: ("taken" | "kept" | "left") | null;
            aside: {
                why: string;
                detail: string | null;
            } | null;
            movie: {
                id: number;
                title: string;
                originalTitle: string | null;
                year: number | null;
                directors: string[];
            } | null;
            /** @description Whether the film is none of ours, and is made one */
            creates: boolean;
            confidence: number | null;
            candidates: {
                /** @description A movie of ours */
                movie: {
                    id: number;
                    title: string;
                    originalTitle: string | null;
                    year: number | null;
                    directors: string[];
                };
                /** @description How probable it is */
                confidence: number;
            }[];
            /** @description Whether somebody decided which film it is */
            chosen: boolean;
            mine: {
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                stars: number;
                /**
                 * Format: date-time
                 * @example 2026-03-14T20:15:00.000Z
                 */
                ratedAt: string;
                note: string | null;
            } | null;
        };
        User: {
            id: number;
            handle: string;
            displayName: string;
            email?: string | null;
            /** @enum {string} */
            role: "USER" | "ADMIN";
            /** @enum {string} */
            scale: "halves" | "ten" | "hundred";
            /** @enum {string} */
            privacy: "public" | "private";
            disabled: boolean;
            /** @description Whether predictions for others learn from these ratings; for the user and ADMINs only */
            useForPredictions?: boolean;
            /** @description Whether others may compare their taste with this user’s; for the user and ADMINs only */
            allowMatching?: boolean;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            createdAt: string;
            counts: {
                ratings: number;
                favourites: number;
                viewings: number;
                watchlist: number;
            };
            mean: number | null;
            /** @description How many ratings fall nearest to 0, 0.5 … 5 stars; ties go up */
            histogram: number[];
            favouriteGenres: {
                name: string;
                count: number;
                mean: number;
            }[];
        };
        /** @description expiresAt: when the token ends if it is not used before; null for never */
        Session: {
            expiresAt: string | null;
            user: components["schemas"]["User"];
        };
        SessionOpened: {
            token: string;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            expiresAt: string;
            user: components["schemas"]["User"];
        };
        AccessToken: {
            id: number;
            name: string;
            /** @enum {string} */
            scope: "read" | "write";
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
        };
        AccessTokenMade: {
            id: number;
            name: string;
            /** @enum {string} */
            scope: "read" | "write";
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            /** @description Shown this once */
            token: string;
        };
        /** @description Votes for a movie that came in an unusual way: they weigh next to nothing until somebody has decided. to is null while it goes on; seenAt is when votes last came in that way */
        Flag: {
            id: number;
            movie: {
                id: number;
                title: string;
                year: number | null;
            };
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            from: string;
            to: string | null;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            seenAt: string;
            /** @description How many came in that way when it was noticed */
            votes: number;
            /** @description Of those votes, in stars */
            mean: number;
            /** @description Of the votes before, in stars */
            meanBefore: number;
            decision: ("genuine" | "attack") | null;
            note: string | null;
            decidedBy: {
                id: number;
                handle: string;
            } | null;
            decidedAt: string | null;
            evidence: {
                /** @description How far the mean is off, in standard deviations */
                z: number;
                /** @description How many more came than usual, in standard deviations */
                pace: number;
                /** @description How likely so many lowest or highest ones are by chance */
                oddness: number;
            };
        };
        /** @description actor is null once they are gone */
        AuditEntry: {
            id: number;
            /**
             * Format: date-time
             * @example 2026-03-14T20:15:00.000Z
             */
            at: string;
            actor: {
                id: number;
                handle: string;
            } | null;
            /** @example flag-decided */
            action: string;
            /** @example flag:12 */
            subject: string;
            detail: {
                [key: string]: unknown;
            };
        };
        /** @description RFC 9457 */
        Problem: {
            /** @example /problems/invalid */
            type: string;
            title: string;
            status: number;
            detail: string;
            requestId: string;
            errors?: {
                /** @description A JSON pointer to what is wrong */
                pointer: string;
                code: string;
                detail: string;
                /** @enum {string} */
                in?: "body" | "query" | "path" | "header";
            }[];
        } & {
            [key: string]: unknown;
        };
        BatchResult: {
            status: number;
            rating?: components["schemas"]["Rating"];
            problem?: components["schemas"]["Problem"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the process is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether requests are best sent here, part by part */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        /**
                         * @description Of the service
                         * @example 0.1.0
                         */
                        version: string;
                        parts: {
                            database: {
                                status: string;
                            };
                            replica?: {
                                status: string;
                            };
                            redis?: {
                                status: string;
                            };
                            jobs?: {
                                status: string;
                            };
                        };
                    };
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready; the parts say why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                        /**
                         * @description Of the service
                         * @example 0.1.0
                         */
                        version: string;
                        parts: {
                            database: {
                                status: string;
                            };
                            replica?: {
                                status: string;
                            };
                            redis?: {
                                status: string;
                            };
                            jobs?: {
                                status: string;
                            };
                        };
                    };
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Part of a name or address */
                q?: string;
                role?: "USER" | "ADMIN";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All users, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "handle": "ana",
                 *       "password": "a long pass phrase of yours"
                 *     }
                 */
                "application/json": {
                    /** Format: line */
                    handle: string;
                    password: string;
                    displayName?: string | null;
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, a handle, or me
                 * @example me
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A user’s profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, a handle, or me
                 * @example me
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id, a handle, or me
                 * @example me
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: line */
                    displayName?: string;
                    email?: string | null;
                    /** @enum {string} */
                    scale?: "halves" | "ten" | "hundred";
                    /** @enum {string} */
                    privacy?: "public" | "private";
                    /** @description Whether predictions for others learn from these ratings */
                    useForPredictions?: boolean;
                    /** @description Whether others may compare their taste with this user’s */
                    allowMatching?: boolean;
                    password?: string;
                    currentPassword?: string;
                    /** @enum {string} */
                    role?: "USER" | "ADMIN";
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description handle takes an e-mail address as well */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "handle": "ana",
                 *       "password": "a long pass phrase of yours"
                 *     }
                 */
                "application/json": {
                    /** Format: term */
                    handle?: string;
                    /** Format: term */
                    email?: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOpened"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who am I, and for how long */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My access tokens, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AccessToken"][];
                        nextCursor: null;
                        total: number;
                    };
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "my script",
                 *       "scope": "read"
                 *     }
                 */
                "application/json": {
                    /** Format: line */
                    name: string;
                    /** @enum {string} */
                    scope?: "read" | "write";
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessTokenMade"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMovies: {
        parameters: {
            query?: {
                /**
                 * @description Words of title and people, the last perhaps only begun; a typo or two is forgiven
                 * @example shawshank
                 */
                q?: string;
                /** @example Drama */
                genre?: string;
                minYear?: number;
                maxYear?: number;
                /** @description A person’s id or whole name */
                person?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /**
                 * @description Any of relevance, score, popularity, year, title, parted by commas; "-" before a name sorts downwards. Usually relevance with q, else -popularity
                 * @example -score
                 */
                sort?: string;
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Search, filter and list movies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Movie"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMovie: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The facts, or the tmdbId alone */
        requestBody: {
            content: {
                "application/json": {
                    /** Format: line */
                    title?: string;
                    originalTitle?: string | null;
                    year?: number | null;
                    releaseDate?: string | null;
                    runtimeMinutes?: number | null;
                    overview?: string | null;
                    posterUrl?: string | null;
                    genres?: string[];
                    directors?: (string | {
                        /** Format: line */
                        name: string;
                    } | {
                        id: number;
                        name?: string;
                    })[];
                    cast?: (string | {
                        /** Format: line */
                        name: string;
                    } | {
                        id: number;
                        name?: string;
                    })[];
                    ids?: {
                        tmdb?: number | null;
                        imdb?: string | null;
                        wikidata?: string | null;
                    };
                    tmdbId?: number;
                } | unknown | unknown;
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMovie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A movie: its facts and its score */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMovie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editMovie: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: line */
                    title?: string;
                    originalTitle?: string | null;
                    year?: number | null;
                    releaseDate?: string | null;
                    runtimeMinutes?: number | null;
                    overview?: string | null;
                    posterUrl?: string | null;
                    genres?: string[];
                    directors?: (string | {
                        /** Format: line */
                        name: string;
                    } | {
                        id: number;
                        name?: string;
                    })[];
                    cast?: (string | {
                        /** Format: line */
                        name: string;
                    } | {
                        id: number;
                        name?: string;
                    })[];
                    ids?: {
                        tmdb?: number | null;
                        imdb?: string | null;
                        wikidata?: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeMovie: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "into": "imdb:tt0111161"
                 *     }
                 */
                "application/json": {
                    into: number | string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Movie"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getScore: {
        parameters: {
            query?: {
                /**
                 * @description A day, in UTC: the score as it was published by its end
                 * @example 2026-03-14
                 */
                at?: string;
            };
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The score of a movie and what it is made of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoreExplained"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChart: {
        parameters: {
            query?: {
                /** @example Drama */
                genre?: string;
                minYear?: number;
                maxYear?: number;
                /** @description A person’s id or whole name */
                person?: string;
                year?: number;
                /**
                 * @description Its first year
                 * @example 1990
                 */
                decade?: number;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                chart: "best" | "divisive" | "gems" | "rising";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The movies of a chart, the first first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ChartPlace"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A user’s rating of a movie */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rating"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description 0 to 5 in steps of 0.05
                     * @example 4.5
                     */
                    stars: number;
                    ratedAt?: string | null;
                    note?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatingPut"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatingPut"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRatingHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every change of a rating, the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HistoryItem"][];
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRatedMovies: {
        parameters: {
            query?: {
                /**
                 * @description 0 to 5 in steps of 0.05
                 * @example 4.5
                 */
                minStars?: number;
                genre?: string;
                q?: string;
                /**
                 * @description Any of ratedAt, stars, releaseDate, title, parted by commas; "-" before a name sorts downwards. Usually -ratedAt
                 * @example -ratedAt
                 */
                sort?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The movies a user rated */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RatedMovie"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMovieRatings: {
        parameters: {
            query?: {
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public ratings of a movie, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PublicRating"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What changed among my ratings after a point, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Change"][];
                        nextAfter: number;
                        hasMore: boolean;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batchRatings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @example [
                     *       {
                     *         "movie": "imdb:tt0111161",
                     *         "stars": 4.5
                     *       }
                     *     ]
                     */
                    items: unknown[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["BatchResult"][];
                    };
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFavourites: {
        parameters: {
            query?: {
                /**
                 * @description Any of addedAt, releaseDate, stars, parted by commas; "-" before a name sorts downwards. Usually -addedAt
                 * @example -addedAt
                 */
                sort?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A user’s favourites, with the user’s own stars */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Favourite"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearFavourites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: number;
                    };
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putFavourite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteFavourite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWatchlist: {
        parameters: {
            query?: {
                /**
                 * @description Any of addedAt, releaseDate, stars, parted by commas; "-" before a name sorts downwards. Usually -addedAt
                 * @example -addedAt
                 */
                sort?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The movies a user means to see */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WatchlistItem"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putWatchlistItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWatchlistItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listViewings: {
        parameters: {
            query?: {
                /** @description Viewings of this movie alone, named as in paths */
                movie?: string;
                /**
                 * @description Any of watchedOn, parted by commas; "-" before a name sorts downwards. Usually -watchedOn
                 * @example -watchedOn
                 */
                sort?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A user’s diary: which films they saw when */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DiaryEntry"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createViewing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "movie": "imdb:tt0111161",
                 *       "watchedOn": "2026-03-14",
                 *       "stars": 4.5
                 *     }
                 */
                "application/json": {
                    movie: number | string;
                    watchedOn?: string | null;
                    stars?: number | null;
                    /** @description Whether they had seen it before */
                    rewatch?: boolean;
                    tags?: string[];
                    review?: string | null;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                viewing: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One viewing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteViewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                viewing: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editViewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                viewing: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tags": [
                 *         "cinema"
                 *       ],
                 *       "rewatch": true
                 *     }
                 */
                "application/json": {
                    watchedOn?: string | null;
                    stars?: number | null;
                    /** @description Whether they had seen it before */
                    rewatch?: boolean;
                    tags?: string[];
                    review?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Viewing"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a user’s ratings tell */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportHistory: {
        parameters: {
            query?: {
                format?: "halfstar" | "letterboxd" | "imdb" | "trakt" | "movielens";
            };
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My imports, the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Import"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createImport: {
        parameters: {
            query: {
                /**
                 * @description What the file is called
                 * @example letterboxd-ana.zip
                 */
                name: string;
                /** @description What a lone file is about, where `import-unclear` asked for it */
                part?: "ratings" | "diary" | "reviews" | "watched" | "watchlist" | "favourites" | "list" | "everything" | "films" | "other";
                /** @description Whose rows to take from a data set of many people: the id there */
                person?: string;
            };
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far an import is, and what it comes to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scales": {
                 *         "ratings.xml": 10
                 *       },
                 *       "conflicts": "newest"
                 *     }
                 */
                "application/json": {
                    scales?: {
                        [key: string]: number;
                    };
                    /** @enum {unknown} */
                    conflicts?: "mine" | "theirs" | "newest";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun; it goes on in the background */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body within a day does nothing again and answers the same */
                "idempotency-key"?: string;
            };
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun; it goes on in the background */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImportRows: {
        parameters: {
            query?: {
                /** @description Rows of this verdict alone */
                verdict?: "new" | "same" | "changed" | "conflict" | "unmatched" | "aside";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What each row of an import comes to, in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ImportRow"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fixImportRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import: number;
                /** @description Its place */
                row: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "movie": "imdb:tt0111161"
                 *     }
                 */
                "application/json": {
                    movie?: number | string;
                    /** @enum {unknown} */
                    as?: "new" | "aside";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPopular: {
        parameters: {
            query?: {
                page?: number;
                /** @example en-US */
                language?: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @example ES */
                region?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The popular films, at TMDB or here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Popular"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchTmdb: {
        parameters: {
            query: {
                /** @example the matrix */
                q: string;
                /** @description What I would give those I have not rated */
                include?: "prediction";
                page?: number;
                /** @example en-US */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Films at TMDB, by title */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Popular"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSetAside: {
        parameters: {
            query?: {
                /** @description What I would give those I have not rated */
                include?: "prediction";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What I set aside, the last first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SetAsideMovie"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSetAside: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSetAside: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCompanions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With whom I may choose films, and who waits for an answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Companion"][];
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCompanion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id or a handle
                 * @example ana
                 */
                companion: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Companion"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Companion"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCompanion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description An id or a handle
                 * @example ana
                 */
                companion: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; the answer is empty */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPrediction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What I will probably give a movie, and why */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictedMovie"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOnboarding: {
        parameters: {
            query?: {
                limit?: number;
                /**
                 * @description Ids parted by commas, 200 at most
                 * @example 12,7
                 */
                unknown?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What to ask me to rate next */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Movie"][];
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPredictionQuality: {
        parameters: {
            query?: {
                /** @description Of the timeline; month */
                by?: "month" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How right predictions are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionQuality"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecommendations: {
        parameters: {
            query?: {
                /** @example Drama */
                genre?: string;
                minYear?: number;
                maxYear?: number;
                surprise?: boolean;
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Films I will like, the best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Recommendation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSimilar: {
        parameters: {
            query?: {
                /** @description What I would give those I have not rated */
                include?: "prediction";
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An id, or tmdb:…, imdb:… or wikidata:… and the id there */
                movie: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Similar films, the most similar first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "likes" | "facts";
                        items: components["schemas"]["SimilarMovie"][];
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTasteMatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An id or a handle */
                other: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How my taste and another’s go together */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TasteMatch"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWatchTogether: {
        parameters: {
            query: {
                /**
                 * @description Ids or handles of companions parted by commas, 7 at most
                 * @example ana,7
                 */
                with: string;
                /** @example Drama */
                genre?: string;
                minYear?: number;
                maxYear?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What some of us could watch together */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchTogether"];
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlags: {
        parameters: {
            query?: {
                state?: "open" | "decided";
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Votes that came in an unusual way, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Flag"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "genuine",
                 *       "note": "It was on television"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    decision: "genuine" | "attack";
                    note?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawDecision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flag: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flag"];
                };
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description How many */
                limit?: number;
                /** @description Where to go on: the nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What ADMINs did to what is not theirs alone, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                        total: number;
                    };
                };
            };
            /** @description Still as If-None-Match has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused; the problem says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Refused; the problem says why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
