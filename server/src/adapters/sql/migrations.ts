import { readdirSync, readFileSync } from 'node:fs';

/** A change of the schema; its number is what its file's name begins with. */
export type Migration = { number: number; sql: string };

/** In the order of their numbers. */
export function readMigrations(folder: URL): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      number: Number.parseInt(name, 10),
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
}
