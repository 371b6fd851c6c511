import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { argonPasswords } from '../adapters/crypto/passwords.js';
import type { Config } from '../config.js';
import { openStore } from '../open-store.js';
import type { Store } from '../ports.js';
import { parsePassword } from '../users/password.js';
import { checkSignUp } from '../users/sign-up.js';
import { ROLES, type Role, type User } from '../users/user.js';
import { BadUse, type Terminal } from './terminal.js';

type Options = { admin?: boolean; email?: string };

export async function addUser(
  config: Config,
  terminal: Terminal,
  handle: string,
  { admin, email }: Options,
): Promise<void> {
  await withStore(config, async (store) => {
    const { password, ...person } = checkSignUp({
      handle,
      email,
      password: await askPassword(terminal),
    });
    const passwordHash = await argonPasswords().hash(password);
    const role = admin ? 'ADMIN' : 'USER';
    const added = await store.users.add({ ...person, passwordHash, role }, Date.now());
    if ('taken' in added) throw new BadUse(`Another account has this ${added.taken} already.`);
    terminal.out.write(`${added.user.handle} is user ${added.user.id}, ${added.user.role}\n`);
  });
}

export async function setRole(
  config: Config,
  terminal: Terminal,
  handle: string,
  role: string,
): Promise<void> {
  if (!isRole(role)) throw new BadUse(`A role is ${ROLES.join(' or ')}, not "${role}".`);
  await withStore(config, async (store) => {
    const user = await mustFind(store, handle);
    const changed = await store.users.change(user.id, { role });
    if (changed === 'last-admin') throw new BadUse('Make someone else ADMIN first: one is needed.');
    terminal.out.write(`${user.handle} is ${role}\n`);
  });
}

export async function setPassword(
  config: Config,
  terminal: Terminal,
  handle: string,
): Promise<void> {
  await withStore(config, async (store) => {
    const user = await mustFind(store, handle);
    const password = parsePassword(await askPassword(terminal), user.handle);
    await store.users.change(user.id, { passwordHash: await argonPasswords().hash(password) });
    terminal.out.write(`${user.handle} has a new password; sessions and tokens have ended\n`);
  });
}

async function withStore(config: Config, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(config);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function mustFind({ users }: Store, handle: string): Promise<User> {
  const user = await users.findByHandle(handle);
  if (user === null) throw new BadUse(`There is no user "${handle}".`);
  return user;
}

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** The first line of standard input; asked for, and not echoed, when someone sits there. */
async function askPassword(terminal: Terminal): Promise<string> {
  const { isTTY = false } = terminal.in;
  if (isTTY) terminal.err.write('Password: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: terminal.in, output: silent, terminal: isTTY });
  try {
    for await (const line of lines) return line;
    throw new BadUse('A password is expected on standard input.');
  } finally {
    lines.close();
    if (isTTY) terminal.err.write('\n');
  }
}
