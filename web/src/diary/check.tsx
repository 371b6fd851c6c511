import type { ReactNode } from 'react';

type Props = { isChecked: boolean; onCheck(isChecked: boolean): void; children: ReactNode };

/** Yes or no. */
export function Check({ isChecked, onCheck, children }: Props) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 text-sm">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={({ target }) => onCheck(target.checked)}
        className="size-5 shrink-0 accent-star"
      />
      {children}
    </label>
  );
}
