import type { Config } from '../config/config.js';

/** Says in words why the port could not be had; any other error is passed on. */
export async function explainListening(error: unknown, { host, port }: Config): Promise<unknown> {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isOfPort = syscall === 'listen' || syscall === 'getaddrinfo' || syscall === 'bind';
  if (!isOfPort) return error;
  switch (code) {
    case 'EADDRINUSE': {
      const holder = (await findReadiness({ host, port })) === undefined ? 'another program' : 'Kith already';
      return new Error(
        `Port ${port} is in use by ${holder}. Stop it first, or choose another port with PORT.`,
        { cause: error },
      );
    }
    case 'EACCES':
      return new Error(`This user may not listen on port ${port}. Choose one from 1024 with PORT.`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`HOST is ${host}, which is no address of this machine.`, { cause: error });
    default:
      return error;
  }
}

/** The status of `/readyz` when a Kith server listens there, else undefined. */
export async function findReadiness({
  host,
  port,
}: Pick<Config, 'host' | 'port'>): Promise<number | undefined> {
  const isAnyAddress = host === '0.0.0.0' || host === '::' || host === '';
  const name = isAnyAddress ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${name}:${port}/readyz`, { signal: AbortSignal.timeout(3000) });
    const body = (await response.json()) as { status?: unknown } | null;
    return typeof body?.status === 'string' ? response.status : undefined;
  } catch {
    return undefined;
  }
}
