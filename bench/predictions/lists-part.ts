import type { DataSet } from '../scores/movielens.js';
import { say, type Target, table } from '../scores/report.js';
import { officialFolds } from './folds.js';
import { type Ranked, topN } from './top-n.js';

/** Two folds: EASE takes its time. */
const FOLDS = 2;

export async function lists(ml100k: DataSet): Promise<Target[]> {
  say('\n## What is liked next: NDCG@10 and recall@20\n');
  const found: Awaited<ReturnType<typeof topN>>[] = [];
  for (const fold of officialFolds(ml100k).slice(0, FOLDS)) found.push(await topN(fold));
  const mean = (by: 'likes' | 'blend' | 'ease', of: keyof Ranked) =>
    found.reduce((sum, one) => sum + one[by][of], 0) / found.length;
  table(
    ['by', 'NDCG@10', 'recall@20'],
    (['likes', 'blend', 'ease'] as const).map((by) => [
      by,
      mean(by, 'ndcg').toFixed(3),
      mean(by, 'recall').toFixed(3),
    ]),
  );
  return [
    { name: 'ML-100K, likes next, NDCG@10', value: mean('likes', 'ndcg'), atLeast: 0.385 },
    { name: 'ML-100K, likes next, recall@20', value: mean('likes', 'recall'), atLeast: 0.425 },
  ];
}
