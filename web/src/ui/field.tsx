import { type ComponentProps, type ReactNode, useId } from 'react';

type Props = ComponentProps<'input'> & { label: string; hint?: ReactNode };

/** A line to write in, under its label. */
export function Field({ label, hint, className = '', ...input }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...input}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
