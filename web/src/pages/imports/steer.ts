import { client } from '../../api.ts';
import type { Import, Row } from './upload.ts';

const pathOf = (id: number) => ({ params: { path: { import: id } } });

type Change = { scales?: Record<string, number>; conflicts?: NonNullable<Import['conflicts']> };

/** Says which scales its files are on, or what is done about conflicts. These all throw what is refused. */
export async function change({ id, ...body }: Change & { id: number }): Promise<Import> {
  const { data, error } = await client.PATCH('/api/v1/users/me/imports/{import}', {
    ...pathOf(id),
    body,
  });
  if (error !== undefined) throw error;
  return data;
}

/** Does what the import says, in the background. */
export async function apply(id: number): Promise<Import> {
  const { data, error } = await client.POST('/api/v1/users/me/imports/{import}/apply', pathOf(id));
  if (error !== undefined) throw error;
  return data;
}

/** Takes all of it back, in the background. */
export async function undo(id: number): Promise<Import> {
  const { data, error } = await client.POST('/api/v1/users/me/imports/{import}/undo', pathOf(id));
  if (error !== undefined) throw error;
  return data;
}

export async function forget(id: number): Promise<void> {
  const { error } = await client.DELETE('/api/v1/users/me/imports/{import}', pathOf(id));
  if (error !== undefined) throw error;
}

/** Which movie a row is of; or that it is made one, or left out. */
export type Fix = { movie: number } | { as: 'new' | 'aside' };

export async function fix({
  id,
  place,
  ...body
}: Fix & { id: number; place: number }): Promise<Row> {
  const { data, error } = await client.PATCH('/api/v1/users/me/imports/{import}/rows/{row}', {
    params: { path: { import: id, row: place } },
    body,
  });
  if (error !== undefined) throw error;
  return data;
}
