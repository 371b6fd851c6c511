const MOST_STARS = 5;
const percent = (stars: number) => `${(stars / MOST_STARS) * 100}%`;

/** Stars as a bar of what could be, with a mark for the others'. What it shows is said beside it. */
export function Track({ stars, others }: { stars: number; others: number | null }) {
  return (
    <svg aria-hidden="true" className="mt-1.5 block h-2 w-full overflow-visible">
      <rect y="1" width="100%" height="6" rx="3" className="fill-raised" />
      <rect y="1" width={percent(stars)} height="6" rx="3" className="fill-star" />
      {others !== null && (
        <svg x={percent(others)} className="overflow-visible" aria-hidden="true">
          <rect x="-2.5" y="-2" width="5" height="12" rx="2.5" className="fill-surface" />
          <rect x="-1" y="-1" width="2" height="10" rx="1" className="fill-ink" />
        </svg>
      )}
    </svg>
  );
}
