/** What goes into the log of a failure: not its message, which may hold an address with its password, or a key. */
export function nameOf({ code, name, message, command }: Failure): string {
  // Redis begins what it says with a word in capitals.
  const word = code ?? /^[A-Z]{2,}\b/.exec(message)?.[0];
  if (word === undefined) return /timed out/.test(message) ? 'TIMEOUT' : name;
  return command === undefined ? word : `${word} to ${command.name.toUpperCase()}`;
}

/** `command` is there when Redis refused one. */
export type Failure = Error & { code?: string; command?: { name: string } };
