import { useSearchParams } from 'wouter';

/** A choice that stands in the address, so that it can be kept and sent to someone; empty for the usual one. */
export function useInAddress(
  name: string,
): [value: string, choose: (value: string, how?: { replace: boolean }) => void] {
  const [query, setQuery] = useSearchParams();
  const choose = (value: string, how?: { replace: boolean }) =>
    setQuery((before) => {
      const next = new URLSearchParams(before);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    }, how);
  return [query.get(name) ?? '', choose];
}
