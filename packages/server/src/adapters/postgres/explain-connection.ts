import { DatabaseUnavailable } from '@kith/core/kernel';

/** Why a database is unusable, and how to fix it. Neither text contains a password. */
export interface DatabaseProblem {
  readonly problem: string;
  readonly fix: string;
}

/** Explains why a connection failed; `url` is that of an external database. */
export function explainConnection(error: unknown, url: string | undefined): DatabaseProblem {
  const { code, message } = rootOf(error);
  if (url === undefined) {
    return {
      problem: `The embedded database cannot be used: ${message || code}.`,
      fix: 'See postgres.log in the data folder.',
    };
  }
  const where = `The database at ${placeOf(url)}`;
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return {
        problem: `${where} accepts no connections: nothing listens there.`,
        fix: 'Start it, or correct host and port in DATABASE_URL.',
      };
    case 'EACCES':
      return {
        problem: `${where} cannot be reached by this user of the system: ${message}.`,
        fix: 'Give it access to the folder of the socket, or use a host in DATABASE_URL.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { problem: `${where} has an unknown host name.`, fix: 'Correct the host in DATABASE_URL.' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return {
        problem: `${where} does not answer.`,
        fix: 'Check the host in DATABASE_URL, the network, and the firewall.',
      };
    case '28P01':
    case '28000':
      return {
        problem: `${where} refuses this user: ${message}.`,
        fix: 'Correct user and password in DATABASE_URL, or pg_hba.conf of the database.',
      };
    case '3D000':
      return {
        problem: `${where} does not exist on its server.`,
        fix: 'Create it (createdb), or correct its name in DATABASE_URL.',
      };
    case '42501':
      return {
        problem: `${where} denies this user necessary privileges: ${message}.`,
        fix: 'Make the user of DATABASE_URL the owner of the database.',
      };
    case '53300':
      return {
        problem: `${where} has no free connections.`,
        fix: 'Raise max_connections, or stop other programs that use it.',
      };
    case '08P01':
      return {
        problem: `${where} refuses the connection: ${message}.`,
        fix: 'Remove that parameter from DATABASE_URL, or let the pooler ignore it (ignore_startup_parameters).',
      };
    case '57P03':
      return { problem: `${where} is starting or stopping.`, fix: 'Try again in a moment.' };
    default:
      return { problem: `${where} cannot be used: ${message || code}.`, fix: 'Check DATABASE_URL.' };
  }
}

/** If several addresses of a host have failed, take the first error. */
function rootOf(error: unknown): { code: string; message: string } {
  const found = error instanceof DatabaseUnavailable ? error.cause : error;
  const first = found instanceof AggregateError && found.errors.length > 0 ? found.errors[0] : found;
  const { code, message } = first as NodeJS.ErrnoException;
  return { code: String(code ?? ''), message: message ?? String(first) };
}

function placeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
}
