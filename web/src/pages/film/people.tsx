import { Fragment } from 'react';
import { Link } from 'wouter';
import type { Shape } from '../../api.ts';
import { pathTo } from '../../paths.ts';

/** Each leads to their films. */
export function People({ people }: { people: readonly Shape<'Person'>[] }) {
  return people.map(({ id, name }, place) => (
    <Fragment key={id}>
      {place > 0 && ', '}
      <Link
        href={pathTo('/person/:person', { person: id })}
        className="rounded text-ink underline decoration-line underline-offset-4 hover:decoration-star"
      >
        {name}
      </Link>
    </Fragment>
  ));
}
