import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../docs/pages.js';
import { freePort } from '../harness/free-port.js';

/** A proxy in front of a server, with the docs' sample except for addresses and TLS. */
export interface Proxy {
  readonly port: number;
  /** Makes it reload its configuration. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** The way to start a proxy with the sample of the docs. */
export interface ProxyKind {
  readonly program: string;
  readonly sample: string;
  start(kithPort: number): Promise<Proxy>;
}

export function isInstalled(program: string): boolean {
  return spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined;
}

export const nginx: ProxyKind = {
  program: 'nginx',
  sample: 'nginx.conf',
  start: async (kithPort) => {
    const { folder, port, sample } = await prepare('nginx.conf', kithPort);
    const server = sample
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replaceAll(/^ *ssl_certificate.*\n/gm, '');
    const config = join(folder, 'nginx.conf');
    // The parts that a package of nginx has around the samples.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    writeFileSync(
      config,
      `daemon off;\n${process.getuid?.() === 0 ? 'user root;\n' : ''}pid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${server}\n}\n`,
    );
    const child = run('nginx', ['-p', folder, '-c', config], folder);
    await answering(port);
    return {
      port,
      reload: async () => {
        child.kill('SIGHUP');
        await sleep(1000);
      },
      stop: () => stop(child, folder),
    };
  },
};

export const haproxy: ProxyKind = {
  program: 'haproxy',
  sample: 'haproxy.cfg',
  start: async (kithPort) => {
    const { folder, port, sample } = await prepare('haproxy.cfg', kithPort);
    const config = join(folder, 'haproxy.cfg');
    writeFileSync(
      config,
      sample.replace(/bind :443.*/, `bind 127.0.0.1:${port}`).replace('maxconn 20000', 'maxconn 1000'),
    );
    const child = run('haproxy', ['-W', '-f', config], folder);
    await answering(port);
    return {
      port,
      reload: async () => {
        child.kill('SIGUSR2');
        await sleep(1000);
      },
      stop: () => stop(child, folder),
    };
  },
};

export const caddy: ProxyKind = {
  program: 'caddy',
  sample: 'Caddyfile',
  start: async (kithPort) => {
    const { folder, port, sample } = await prepare('Caddyfile', kithPort);
    const adminPort = await freePort();
    const config = join(folder, 'Caddyfile');
    writeFileSync(
      config,
      sample
        .replace('chat.example.org {', `http://127.0.0.1:${port} {\n\tbind 127.0.0.1`)
        .replace('\tservers {', `\tadmin 127.0.0.1:${adminPort}\n\tauto_https off\n\tservers {`),
    );
    const child = run('caddy', ['run', '--adapter', 'caddyfile', '--config', config], folder);
    await answering(port);
    return {
      port,
      reload: async () => {
        // Loading the same configuration again would not be a reload.
        spawnSync(
          'caddy',
          [
            'reload',
            '--force',
            '--adapter',
            'caddyfile',
            '--config',
            config,
            '--address',
            `127.0.0.1:${adminPort}`,
          ],
          { env: { ...process.env, HOME: folder } },
        );
        await sleep(1000);
      },
      stop: () => stop(child, folder),
    };
  },
};

async function prepare(
  name: string,
  kithPort: number,
): Promise<{ folder: string; port: number; sample: string }> {
  return {
    folder: mkdtempSync(join(tmpdir(), 'kith-proxy-')),
    port: await freePort(),
    sample: readFileSync(`${root}docs/proxies/${name}`, 'utf8').replaceAll(
      '127.0.0.1:8080',
      `127.0.0.1:${kithPort}`,
    ),
  };
}

function run(program: string, args: string[], folder: string): ChildProcess {
  return spawn(program, args, { stdio: 'ignore', env: { ...process.env, HOME: folder } });
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`The proxy at ${port} does not answer.`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(5000).then(() => child.kill('SIGKILL'))]);
  rmSync(folder, { recursive: true, force: true });
}
