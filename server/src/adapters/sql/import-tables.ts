import type { Generated } from 'kysely';
import type {
  ConflictPolicy,
  ImportId,
  ImportState,
  Outcome,
  Verdict,
} from '../../imports/import.js';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';

/** The tables of histories from elsewhere, row by row, and of what undoes them. */
export type ImportTables = {
  imports: {
    id: Generated<ImportId>;
    user_id: UserId;
    name: string;
    state: ImportState;
    files: string;
    conflicts: ConflictPolicy | null;
    rows: Generated<number>;
    done: Generated<number>;
    total: Generated<number>;
    verdicts: string;
    outcomes: string;
    kept: Generated<number>;
    cursor: Generated<string>;
    created_at: number;
    updated_at: number;
  };
  import_rows: {
    import_id: ImportId;
    place: number;
    file: number;
    line: number;
    film: string;
    wishes: string;
    aside: string | null;
    film_key: Generated<string>;
    movie_id: MovieId | null;
    confidence: number | null;
    candidates: string | null;
    chosen: Generated<number>;
    verdict: Verdict | null;
    outcome: Outcome | null;
  };
  import_effects: {
    import_id: ImportId;
    movie_id: MovieId;
    before: string;
    after: string;
    created: number;
  };
};
