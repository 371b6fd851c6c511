import { type ReactNode, useId } from 'react';

/** Things that belong together, beside what they are. */
export function Setting({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-5 py-8 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="heading">
          {title}
        </h2>
        {text && <p className="mt-1 max-w-prose text-sm text-faint">{text}</p>}
      </div>
      <div className="min-w-0 space-y-6">{children}</div>
    </section>
  );
}
