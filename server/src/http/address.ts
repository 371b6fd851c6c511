import type { FastifyRequest } from 'fastify';

const MAPPED = /^::ffff:(?=\d+\.)/i;
const GROUPS_OF_A_NETWORK = 4;

/** Whom limits count: an IPv4 address, or the /64 network that one household or server has in IPv6. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const address = ip.replace(MAPPED, '');
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return `${groups.slice(0, GROUPS_OF_A_NETWORK).join(':')}::/64`;
}
