/**
 * The built file of that name beside this one, to be run as a thread. Null where the program runs from its sources, which
 * Node cannot load in a thread: then all goes on in the one there is.
 */
export function threadFile(
  name: 'importing' | 'rating-thread' | 'renewal' | 'training' | 'train-parts',
): URL | null {
  return import.meta.url.endsWith('.ts') ? null : new URL(`./${name}.js`, import.meta.url);
}
