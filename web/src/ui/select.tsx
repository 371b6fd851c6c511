import { useId } from 'react';

type Props = {
  label: string;
  value: string;
  /** Values with their texts. */
  options: readonly (readonly [string, string])[];
  onChange(value: string): void;
};

/** One of a few, as the device lets one choose. A value that is not among them shows as itself. */
export function Select({ label, value, options, onChange }: Props) {
  const id = useId();
  const isAmong = options.some(([one]) => one === value);
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="field w-auto min-w-0 py-2 pr-9 pl-3 text-sm"
      >
        {!isAmong && <option value={value}>{value}</option>}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}
