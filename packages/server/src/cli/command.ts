import { isId } from '@kith/core/kernel';
import { userInfo } from 'node:os';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Config } from '../config/config.js';

/** One command of `kith`. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Returns the exit code. Throws `UsageError` for invalid arguments. */
  run(args: readonly string[], config: Config): Promise<number>;
}

/** The command line is invalid; the message gives the reason. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>;

/** `util.parseArgs` with its errors as `UsageError`s. */
export function readArgs<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Rejects arguments of a command that takes none. */
export function refuseArgs(args: readonly string[]): void {
  const [extra] = readArgs(args, {}).positionals;
  if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is not expected here.`);
}

export function readTenantId(text: string | undefined): number {
  const id = Number(text);
  if (!isId(id)) throw new UsageError('The id of a tenant is a whole number from 1.');
  return id;
}

/** The person who runs a command: the system user's name, or the uid if it has none. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
