import { Type } from '@fastify/type-provider-typebox';
import { PARTS, SERVICES } from '../imports/entry.js';
import {
  CONFLICT_POLICIES,
  IMPORT_STATES,
  type Import as One,
  OUTCOMES,
  VERDICTS,
} from '../imports/import.js';
import { Nullable, oneOf, StarsOut, Time } from './shape-parts.js';

const Count = Type.Integer({ minimum: 0 });

function countsOf<const Name extends string>(names: readonly Name[], description: string) {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'integer' }]));
  return Type.Unsafe<Record<Name, number>>({
    type: 'object',
    properties,
    required: [...names],
    description,
  });
}

const Scale = Type.Object(
  { least: Type.Number(), most: Type.Number() },
  { description: 'The least and the most that can be given' },
);

const ImportFile = Type.Object({
  name: Type.String(),
  service: Nullable(oneOf(SERVICES)),
  part: Nullable(oneOf(PARTS, { description: 'What the file is about' })),
  rows: Count,
  scale: Nullable(Scale),
  scales: Type.Array(Scale, {
    description: 'The scales that its scores may be on; more than one where it is to be said which',
  }),
});

export const Import = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String({ description: 'Of the file', examples: ['letterboxd-ana.zip'] }),
    state: Type.Unsafe<One['state']>(
      oneOf(
        IMPORT_STATES.filter((state) => state !== 'reading'),
        {
          description:
            'matching, judging, applying and undoing go on by themselves; asking waits for scales, ready for the word to apply',
        },
      ),
    ),
    files: Type.Array(ImportFile, { description: 'service is null for what is of no known kind' }),
    questions: Type.Array(Type.Object({ file: Type.String(), scales: Type.Array(Scale) }), {
      description: 'Files whose scale is to be said before rows are judged',
    }),
    conflicts: Nullable(
      oneOf(CONFLICT_POLICIES, {
        description: 'What is done about conflicts; mine where it is null',
      }),
    ),
    rows: Count,
    progress: Type.Object(
      { done: Count, total: Count },
      { description: 'Rows, or films while it is being undone, done with what it is at' },
    ),
    verdicts: countsOf(VERDICTS, 'How many rows of each; once judged, they add up to rows'),
    outcomes: countsOf(OUTCOMES, 'What became of rows that were applied'),
    changedSince: Type.Integer({
      minimum: 0,
      description:
        'Films that were changed after it was applied, and which undoing left as they are',
    }),
    createdAt: Time,
    updatedAt: Time,
  },
  { $id: 'Import', description: 'A history from elsewhere, on its way in' },
);

const ImportFilm = Type.Object(
  {
    id: Type.Integer(),
    title: Type.String(),
    originalTitle: Nullable(Type.String()),
    year: Nullable(Type.Integer()),
    directors: Type.Array(Type.String()),
  },
  { description: 'A movie of ours' },
);

const Confidence = Type.Number({ minimum: 0, maximum: 1, description: 'How probable it is' });

const Said = Type.Object(
  {
    kind: oneOf(['rating', 'viewing', 'watchlist', 'favourite']),
    score: Nullable(Type.Number({ description: 'On the scale of the file' })),
    stars: Nullable(StarsOut),
    at: Nullable(Time),
    watchedOn: Nullable(Type.String({ format: 'date' })),
    rewatch: Type.Boolean(),
    tags: Type.Array(Type.String()),
    text: Nullable(Type.String({ description: 'How a note or a review begins' })),
  },
  { description: 'stars are null without a score, and while the scale is not known' },
);

export const ImportRow = Type.Object(
  {
    place: Type.Integer({ minimum: 1 }),
    file: Type.String(),
    line: Type.Integer({ description: 'Where it begins; of JSON, which item it is' }),
    film: Type.Object({
      title: Type.String(),
      originalTitle: Nullable(Type.String()),
      year: Nullable(Type.Integer()),
      releaseDate: Nullable(Type.String()),
      directors: Type.Array(Type.String()),
      ids: Type.Object({
        imdb: Nullable(Type.String()),
        tmdb: Nullable(Type.String()),
        wikidata: Nullable(Type.String()),
      }),
    }),
    said: Type.Array(Said),
    verdict: Nullable(oneOf(VERDICTS)),
    outcome: Nullable(oneOf(OUTCOMES)),
    aside: Nullable(
      Type.Object(
        { why: Type.String(), detail: Nullable(Type.String()) },
        { description: 'Why nothing is done about it' },
      ),
    ),
    movie: Nullable(ImportFilm),
    creates: Type.Boolean({ description: 'Whether the film is none of ours, and is made one' }),
    confidence: Nullable(Confidence),
    candidates: Type.Array(Type.Object({ movie: ImportFilm, confidence: Confidence })),
    chosen: Type.Boolean({ description: 'Whether somebody decided which film it is' }),
    mine: Nullable(
      Type.Object(
        { stars: StarsOut, ratedAt: Time, note: Nullable(Type.String()) },
        { description: 'What I give that movie now' },
      ),
    ),
  },
  {
    $id: 'ImportRow',
    description: 'What a row tells, what applying it does, and which movie it is of',
  },
);

export const IMPORT_SHAPES = [Import, ImportRow];
