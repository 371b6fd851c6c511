import type { BusDriver, CacheBusMessage, CreateBusDriverResult } from 'bentocache/types';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** As much as was done while Redis did not answer is told afterwards; of more, each entry ends by itself. */
const RETOLD = { retryQueue: { enabled: true, maxSize: 1000 } };

/** Others write to Redis as well: what is no message of ours is let go. */
const shape = Compile(
  Type.Object({
    busId: Type.String(),
    payload: Type.Object({
      type: Type.String(),
      keys: Type.Array(Type.String()),
      namespace: Type.Optional(Type.String()),
    }),
  }),
);
type Message = { busId: string; payload: CacheBusMessage };

/**
 * Tells other processes what has changed, so that none goes on with an older answer from its memory. The driver of
 * the library would keep whoever writes waiting for a Redis that is down, and break the process when it cannot
 * subscribe: here a connection that waits only ever listens, and the one that tells fails at once.
 */
export function redisBus(redis: Redis): CreateBusDriverResult {
  return { options: RETOLD, factory: () => transport(redis) };
}

function transport(redis: Redis): BusDriver {
  const listening = redis.duplicate({
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
  });
  // The other connection, to the same Redis, tells of it.
  listening.on('error', () => {});
  let id = '';
  const driver: BusDriver = {
    setId(given) {
      id = given;
      return driver;
    },
    onReconnect: (callback) => void redis.on('ready', callback),
    async publish(channel, payload) {
      await redis.publish(channel, JSON.stringify({ busId: id, payload }));
    },
    async subscribe(channel, handler) {
      listening.on('message', (from: string, text: string) => {
        const message = from === channel ? messageIn(text) : null;
        if (message !== null && message.busId !== id) handler(message.payload as never);
      });
      // Waits for as long as Redis is away; ends without having been heard only when the connection is closed.
      await listening.subscribe(channel).catch(() => {});
    },
    async unsubscribe() {
      listening.disconnect();
    },
    async disconnect() {
      listening.disconnect();
    },
  };
  return driver;
}

function messageIn(text: string): Message | null {
  try {
    const message: unknown = JSON.parse(text);
    return shape.Check(message) ? (message as Message) : null;
  } catch {
    return null;
  }
}
