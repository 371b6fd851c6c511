import type { User } from '../users/user.js';
import { FILES_ELSEWHERE } from './elsewhere/elsewhere.js';
import type { ExportFile, ExportFormat } from './export.js';
import { halfstarFiles } from './halfstar.js';
import { type HistoryStore, historyOf } from './history.js';

type Needs = { store: HistoryStore; now: () => number };

/** The files of all that a user has told, made while they are read. */
export function exportHistory(
  { store, now }: Needs,
  user: User,
  format: ExportFormat,
): AsyncIterable<ExportFile> {
  const history = historyOf(store, user.id);
  if (format === 'halfstar') return halfstarFiles(user, history, now());
  return FILES_ELSEWHERE[format](history);
}
