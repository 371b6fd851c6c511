import { type Api, BASE, type Services } from './api.js';

const IMPORTS = `${BASE}/users/me/imports`;

/**
 * Tells imports of whoever asks for something else, when it is asked: not of who follows an import, for it would slow
 * itself down, and not of who looks whether the service is well, which goes on all the time.
 */
export function tellOfOthers(app: Api, { othersAsk }: Pick<Services, 'othersAsk'>): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const isOther =
      !request.url.startsWith(IMPORTS) && request.routeOptions.config.door !== 'unlimited';
    if (isOther) othersAsk();
    done();
  });
}
