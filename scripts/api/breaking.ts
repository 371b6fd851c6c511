import { apiDiff, breaking } from 'api-smart-diff';

type Change = ReturnType<typeof apiDiff>[number];

/** What a value is, which the library holds to be harmless in answers whatever it becomes. */
const NATURE = ['type', 'format', 'const'];

/**
 * What a client of `before` may stumble over in `after`, a line each. Only operations are compared: a schema is followed
 * to where it is used, as what breaks in a request need not break in an answer.
 */
export function breakingChanges(before: object, after: object): string[] {
  return apiDiff(before, after)
    .filter(({ path }) => path[0] === 'paths')
    .filter((change) => change.type === breaking || becomesAnother(change) || isRefused(change))
    .map(({ action, path }) => `${action} ${path.slice(1).join(' > ')}`);
}

function becomesAnother({ action, path }: Change): boolean {
  const isAnswer = path.includes('responses') && path.at(-2) !== 'properties';
  return action === 'replace' && isAnswer && NATURE.includes(String(path.at(-1)));
}

/** Our bodies refuse fields they do not know: one that is gone is refused to whoever still sends it. */
function isRefused({ action, path }: Change): boolean {
  return action === 'remove' && path.includes('requestBody') && path.at(-2) === 'properties';
}
