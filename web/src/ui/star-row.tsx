const STAR =
  '1.6l3.05 6.5 7.1.88-5.23 4.9 1.36 7.03-6.28-3.46-6.28 3.45 1.36-7.02-5.23-4.9 7.1-.88z';
/** One path: a page has hundreds of stars. */
const FIVE = [0, 1, 2, 3, 4].map((place) => `M${12 + place * 24} ${STAR}`).join('');

/** Five stars, of which so many are lit. Only to be looked at. */
export function StarRow({ stars, className = 'h-4' }: { stars: number; className?: string }) {
  return (
    <span aria-hidden="true" className={`relative inline-block aspect-5/1 ${className}`}>
      <Five className="fill-star-off" />
      <span
        className="absolute inset-y-0 left-0 overflow-hidden"
        style={{ width: `${Math.min(1, Math.max(0, stars / 5)) * 100}%` }}
      >
        <Five className="h-full fill-star" />
      </span>
    </span>
  );
}

function Five({ className }: { className: string }) {
  return (
    <svg
      viewBox="0 0 120 24"
      className={`block h-full w-auto max-w-none ${className}`}
      aria-hidden="true"
    >
      <path d={FIVE} />
    </svg>
  );
}
