import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import { deedsOfChange } from '../users/audit.js';
import { changeAccount } from '../users/change-account.js';
import type { UserChange as Change } from '../users/ports.js';
import { checkSignUp, signUp } from '../users/sign-up.js';
import { ROLES, type UserId, type User as UserNoun } from '../users/user.js';
import { User } from './account-shapes.js';
import { addressOf } from './address.js';
import { type Api, BASE, type Services } from './api.js';
import { isConditional, precondition, tagOf } from './conditional.js';
import { clearCookie } from './cookie.js';
import { subjectOf, viewerOf } from './guard.js';
import { lists, paging } from './lists.js';
import { once, onceHeaders } from './once.js';
import { profileOf } from './profile.js';
import { isOwn, putDown } from './put-down.js';
import { oneOf, ref } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { NewUser, UserChange } from './user-bodies.js';

const Params = Type.Object({
  user: Type.String({ description: 'An id, a handle, or me', examples: ['me'] }),
});
export function userRoutes(app: Api, services: Services): void {
  const { store, now, passwords, attempts } = services;
  const { page, answer } = lists(services);
  const doOnce = once(services);

  app.post(
    `${BASE}/users`,
    {
      config: services.signUpOpen ? { who: ['ANYONE'], door: 'open' } : { who: ['ADMIN'] },
      schema: {
        operationId: 'signUp',
        tags: ['users'],
        summary: 'Register',
        description: 'The first account of a service is its ADMIN.',
        headers: onceHeaders,
        body: NewUser,
        response: { 201: ref(User), ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 503) },
      },
    },
    async (request, reply) => {
      const isAdmin = request.viewer?.user.role === 'ADMIN';
      const wish = checkSignUp(request.body);
      return doOnce(
        request,
        reply,
        async (tx, hash) => {
          const user = await signUp({ users: tx.users, now }, wish, hash);
          return {
            status: 201,
            headers: { location: `${BASE}/users/${user.id}` },
            body: await profileOf(tx, user, user),
          };
        },
        {
          prepare: async () => {
            if (!isAdmin) await takeSignUp(services, addressOf(request));
            return passwords.hash(wish.password);
          },
        },
      );
    },
  );

  app.get(
    `${BASE}/users`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'listUsers',
        tags: ['users'],
        summary: 'All users, oldest first',
        querystring: Type.Object(
          {
            q: Type.Optional(
              Type.String({
                maxLength: 200,
                format: 'term',
                description: 'Part of a name or address',
              }),
            ),
            role: Type.Optional(oneOf(ROLES)),
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(User), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) => {
      const { q, role } = request.query;
      const found = await store.users.list({ q: q?.trim() || undefined, role }, page(request));
      const profiles = new Map<UserNoun, Static<typeof User>>();
      for (const user of found.items) {
        profiles.set(user, await profileOf(store, user, viewerOf(request).user));
      }
      return answer(request, reply, found, (user) => profiles.get(user) as Static<typeof User>);
    },
  );

  app.get(
    `${BASE}/users/:user`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'getUser',
        tags: ['users'],
        summary: 'A user’s profile',
        params: Params,
        response: { 200: ref(User), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const profile = await profileOf(store, subjectOf(request), request.viewer?.user ?? null);
      reply.header('etag', tagOf(profile));
      return profile;
    },
  );

  app.patch(
    `${BASE}/users/:user`,
    {
      config: { who: ['OWNER', 'ADMIN'] },
      schema: {
        operationId: 'changeUser',
        tags: ['users'],
        summary: 'Change an account',
        description:
          'role and disabled are for ADMINs. A new password ends all sessions and tokens; one’s own needs ' +
          'currentPassword, or a session signed in within 15 minutes.',
        params: Params,
        body: UserChange,
        response: { 200: ref(User), ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const subject = subjectOf(request);
      const users = {
        ...store.users,
        // Held against the state that is changed: hashing a password takes its time.
        change: (id: UserId, change: Change) =>
          store.atomically(async (tx) => {
            await mustMatch(tx, request, subject);
            const before = await tx.users.lock(id);
            const changed = await tx.users.change(id, change);
            if (before === null || typeof changed === 'string' || 'taken' in changed)
              return changed;
            const how = {
              isOwn: isOwn(request),
              isPasswordNew: change.passwordHash !== undefined,
            };
            for (const deed of deedsOfChange(before, changed.user, how)) {
              await putDown(request, tx, now, { ...deed, subject: `user:${id}` });
            }
            return changed;
          }),
      };
      const user = await changeAccount(
        { users, passwords, attempts, now },
        { viewer, address: addressOf(request) },
        subject,
        request.body,
      );
      const profile = await profileOf(store, user, viewer.user);
      reply.header('etag', tagOf(profile));
      return profile;
    },
  );

  app.delete(
    `${BASE}/users/:user`,
    {
      config: { who: ['OWNER', 'ADMIN'] },
      schema: {
        operationId: 'deleteUser',
        tags: ['users'],
        summary: 'Delete an account with all its data',
        description: 'Every rating goes, and every tally is as if it had never been.',
        params: Params,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 412, 429) },
      },
    },
    async (request, reply) => {
      const subject = subjectOf(request);
      const removed = await store.atomically(async (tx) => {
        await mustMatch(tx, request, subject);
        const done = await tx.users.remove(subject.id);
        // Not who it was: everything of the person goes.
        const deed = { action: 'user-deleted', subject: `user:${subject.id}`, detail: {} } as const;
        if (done === 'removed' && !isOwn(request)) await putDown(request, tx, now, deed);
        return done;
      });
      if (removed === 'gone') fail({ kind: 'user-not-found' });
      if (removed === 'last-admin') fail({ kind: 'last-admin' });
      services.ratingsChanged();
      if (isOwn(request)) clearCookie(reply);
      return reply.code(204).send(null);
    },
  );
}

async function mustMatch(tx: Store, request: FastifyRequest, { id }: UserNoun): Promise<void> {
  if (!isConditional(request)) return;
  const subject = (await tx.users.lock(id)) ?? fail({ kind: 'user-not-found' });
  precondition(request, tagOf(await profileOf(tx, subject, viewerOf(request).user)));
}

async function takeSignUp({ signUps }: Services, address: string): Promise<void> {
  const { allowed, resetSeconds } = await signUps.take(address);
  if (!allowed) fail({ kind: 'too-many-attempts', retryAfterSeconds: resetSeconds });
}
