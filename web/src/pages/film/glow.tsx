import { artOf } from '../../ui/poster-art.ts';

type Props = { title: string; year: number | null; genre: string | undefined };

/** The light that the poster throws on the page. */
export function Glow({ title, year, genre }: Props) {
  const { hue, chroma } = artOf(title, year, genre);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-[calc(50%-50vw)] -top-10 h-160 overflow-hidden opacity-35"
      style={{
        backgroundImage: `radial-gradient(60rem 32rem at 25% 0, light-dark(oklch(0.75 ${chroma} ${hue}), oklch(0.5 ${chroma} ${hue})), transparent 70%)`,
      }}
    />
  );
}
