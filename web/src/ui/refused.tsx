import type { Shape } from '../api.ts';
import { useProblemText } from './states.tsx';

/** Why what was asked for was not done; `text` when there are better words than the service's. */
export function Refused({ error, text }: { error: unknown; text?: string | undefined }) {
  const problem = useProblemText(error);
  if (error === null || error === undefined) return null;
  const { status, errors } = error as Partial<Shape<'Problem'>>;
  const details = status === 400 ? errors?.map(({ detail }) => detail).join(' ') : undefined;
  return (
    <p role="alert" className="text-sm font-medium text-danger wrap-anywhere">
      {text ?? details ?? problem}
    </p>
  );
}
