import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Link } from 'wouter';

/** A part of a page under its own heading, and where there is more of it. */
export function Section({
  title,
  more,
  children,
}: {
  title: string;
  more?: { text: string; href: string };
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-5 flex min-h-11 items-center justify-between gap-4">
        <h2 id={id} className="text-xl font-bold tracking-tight sm:text-2xl">
          {title}
        </h2>
        {more && (
          <Link href={more.href} className="button-bare -mr-3 shrink-0">
            {more.text}
            <ChevronRight className="size-4" aria-hidden="true" />
          </Link>
        )}
      </div>
      {children}
    </section>
  );
}
