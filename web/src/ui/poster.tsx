import { memo, useState } from 'react';
import { genreName } from '../words/genres.ts';
import { type Art, artOf, spokenTitle, titleSize } from './poster-art.ts';

type Props = {
  title: string;
  year: number | null;
  genre?: string | undefined;
  url?: string | null;
  /** Seen at once: fetched before all others. */
  eager?: boolean;
};

/**
 * A film's poster. Until the real one is there, or if there is none, one of our own: a pattern in the colour of the
 * genre, over the title. Beside it stands what it shows, so nobody hears it twice.
 */
export const Poster = memo(function Poster({ title, year, genre, url, eager = false }: Props) {
  const [state, setState] = useState<'coming' | 'there' | 'broken'>('coming');
  const art = artOf(title, year, genre);
  const name = spokenTitle(title);
  // Dark colours look stronger than light ones of the same chroma.
  const colour = (light: number) =>
    `oklch(${light} ${art.chroma * Math.min(1, light * 1.9)} ${art.hue})`;
  return (
    <div
      aria-hidden="true"
      className="@container relative aspect-2/3 w-full overflow-hidden rounded-lg bg-raised ring-1 ring-white/10 ring-inset select-none"
      style={{ backgroundColor: colour(0.3) }}
    >
      <svg
        viewBox="0 0 200 300"
        className="absolute inset-0 size-full"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <g
          transform={`translate(${100 + art.shift} 92) rotate(${art.turn}) scale(${art.scale})`}
          fill="none"
          stroke={colour(0.55)}
          strokeWidth="5"
          style={{ color: colour(0.55) }}
        >
          <Pattern {...art} />
        </g>
      </svg>
      <div
        className="absolute inset-x-0 bottom-0 flex h-[52%] flex-col justify-end p-[8cqw]"
        style={{ backgroundImage: `linear-gradient(transparent, ${colour(0.18)} 45%)` }}
      >
        <p
          dir="auto"
          className="line-clamp-6 leading-[1.08] font-extrabold tracking-tight wrap-anywhere text-white"
          style={{ fontSize: `${titleSize(name)}cqw` }}
        >
          {name}
        </p>
        <p
          className="mt-[3cqw] shrink-0 truncate text-[6cqw] font-medium"
          style={{ color: colour(0.85) }}
        >
          {[year, genre && genreName(genre)].filter(Boolean).join(' · ')}
        </p>
      </div>
      {url && state !== 'broken' && (
        <img
          src={url}
          alt=""
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onLoad={() => setState('there')}
          onError={() => setState('broken')}
          className={`absolute inset-0 size-full object-cover transition-opacity duration-500 ${state === 'there' ? 'opacity-100' : 'opacity-0'}`}
        />
      )}
    </div>
  );
});

const STEPS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Around the middle, which is moved and turned by the film. */
function Pattern({ kind }: Art) {
  switch (kind) {
    case 0:
      return STEPS.map((n) => <circle key={n} r={14 + n * 20} />);
    case 1:
      return STEPS.map((n) => (
        <path key={n} d={`M-220 ${n * 34 - 130}L220 ${n * 34 - 130}`} strokeWidth={4 + n * 2} />
      ));
    case 2:
      return STEPS.map((n) => (
        <path key={n} d={`M-240 ${n * 26 - 100}q40 -34 80 0t80 0t80 0t80 0t80 0t80 0`} />
      ));
    case 3:
      return STEPS.map((n) => (
        <rect
          key={n}
          x={-14 - n * 17}
          y={-14 - n * 17}
          width={28 + n * 34}
          height={28 + n * 34}
          rx={n * 3}
        />
      ));
    case 4:
      return (
        <>
          <circle r="62" fill="currentColor" stroke="none" opacity="0.6" />
          {STEPS.map((n) => (
            <path
              key={n}
              d={`M0 78L0 ${96 + (n % 2) * 26}`}
              transform={`rotate(${n * 45})`}
              strokeWidth="9"
              strokeLinecap="round"
            />
          ))}
        </>
      );
    case 5:
      return STEPS.map((n) => (
        <path key={n} d="M0 0L34 -260L-34 -260Z" transform={`rotate(${n * 45})`} strokeWidth="3" />
      ));
    default:
      return STEPS.flatMap((n) =>
        STEPS.slice(0, 6).map((m) => (
          <circle
            key={`${n} ${m}`}
            cx={n * 38 - 133}
            cy={m * 38 - 95}
            r={3 + ((n * 3 + m * 5) % 5) * 3}
          />
        )),
      );
  }
}
