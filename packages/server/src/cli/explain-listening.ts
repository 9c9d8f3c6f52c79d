import type { Config } from '../config/config.js';

type Place = Pick<Config, 'host' | 'port'>;

/** Why listening on a port failed, and how to fix it. */
export interface ListeningProblem {
  readonly problem: string;
  readonly fix: string;
}

/** Explains why listening failed; undefined for an unrelated error. */
export async function explainListening(
  error: unknown,
  { host, port }: Place,
): Promise<ListeningProblem | undefined> {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') return undefined;
  switch (code) {
    case 'EADDRINUSE': {
      const isKith = (await findReadiness({ host, port })) !== undefined;
      return {
        problem: `Port ${port} is in use${isKith ? ': Kith already runs there' : ' by another program'}.`,
        fix: 'Stop it first, or choose another port with PORT.',
      };
    }
    case 'EACCES':
      return {
        problem: `This user may not listen on port ${port}.`,
        fix: 'Choose 1024 or higher with PORT.',
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        problem: `HOST is ${host}, which is not an address of this machine.`,
        fix: 'Leave HOST unset to listen on all addresses.',
      };
    default:
      return undefined;
  }
}

/** The error to end a start with: an explanation if listening failed, otherwise the error itself. */
export async function explained(error: unknown, place: Place): Promise<unknown> {
  const why = await explainListening(error, place);
  return why ? new Error(`${why.problem} ${why.fix}`, { cause: error }) : error;
}

/** The status of `/readyz` if a Kith server listens there, otherwise undefined. */
export async function findReadiness({ host, port }: Place): Promise<number | undefined> {
  const isAnyAddress = host === '0.0.0.0' || host === '::';
  const name = isAnyAddress ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${name}:${port}/readyz`, { signal: AbortSignal.timeout(3000) });
    const body = (await response.json()) as { status?: unknown } | null;
    return typeof body?.status === 'string' ? response.status : undefined;
  } catch {
    return undefined;
  }
}
