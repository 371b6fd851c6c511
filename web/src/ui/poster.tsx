import { memo, useState } from 'react';
import { genreName } from '../words/genres.ts';
import { artOf, spokenTitle, titleSize } from './poster-art.ts';
import { PATTERNS } from './poster-pattern.ts';

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
  const { stroked, filled, width = 5 } = PATTERNS[art.kind]!;
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
          color={colour(0.55)}
        >
          {filled && <path d={filled} fill="currentColor" opacity={stroked ? 0.6 : 1} />}
          {stroked && (
            <path
              d={stroked}
              fill="none"
              stroke="currentColor"
              strokeWidth={width}
              strokeLinecap="round"
            />
          )}
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
