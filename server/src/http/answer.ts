import type { InputError } from '../problem.js';

/** What a refusal is on the wire. */
export type Answer = {
  status: number;
  title: string;
  detail: string;
  pointer?: string;
  in?: NonNullable<InputError['in']>;
};
