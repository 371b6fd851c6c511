import { useId } from 'react';
import { number } from '../../numbers.ts';

type Props = { text: string; done: number; total: number };

/** How far something is that takes a while. */
export function Progress({ text, done, total }: Props) {
  const id = useId();
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p id={id} className="heading">
          {text}
        </p>
        <p className="figures text-sm text-faint">{number(share, { style: 'percent' })}</p>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="mt-3 h-2.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-star transition-[width] duration-500 ease-quiet"
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
