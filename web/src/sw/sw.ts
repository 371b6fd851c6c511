import { kindOf } from './kind.ts';
import { becomeUser, dataOrSeen, posterOrSeen } from './seen.ts';
import { asset, fileOrKept, forgetOldShells, keepShell, shell } from './shell.ts';

declare const self: ServiceWorkerGlobalScope;

/** The page and what was seen of it, without a network. What is sent waits in the page's own outbox. */

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await forgetOldShells();
      await self.clients.claim();
      // Whoever has an older page open is told so.
      for (const client of await self.clients.matchAll()) client.postMessage({ shell });
    })(),
  );
});

self.addEventListener('message', (event) => {
  const { user } = event.data as { user: string };
  event.waitUntil(becomeUser(user));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  switch (kindOf(request, self.location.origin)) {
    case 'page':
      return event.respondWith(fileOrKept(request, '/'));
    case 'file':
      return event.respondWith(fileOrKept(request, new URL(request.url).pathname));
    case 'asset':
      return event.respondWith(asset(request));
    case 'data':
      return event.respondWith(dataOrSeen(request));
    case 'poster':
      return event.respondWith(posterOrSeen(request));
    default:
      return;
  }
});
