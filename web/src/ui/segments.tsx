import { useId } from 'react';

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, text: string])[];
  hint?: string | undefined;
  onChoose(value: Value): void;
};

/** One of a few, all in sight. */
export function Segments<Value extends string>(props: Props<Value>) {
  const { label, value, options, hint, onChoose } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={hint && `${id}-hint`} className="min-w-0">
      <legend className="label">{label}</legend>
      <div className="inline-flex max-w-full flex-wrap gap-1 rounded-2xl bg-raised p-1">
        {options.map(([one, text]) => (
          <label
            key={one}
            className="relative flex min-h-10 cursor-pointer items-center rounded-xl px-4 text-sm max-sm:px-3 font-medium text-soft transition-colors hover:text-ink has-checked:bg-ground has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-star-text pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name={id}
              value={one}
              checked={one === value}
              onChange={() => onChoose(one)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {text}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-2 text-sm text-faint">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
