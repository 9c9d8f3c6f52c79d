import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import Negotiator from 'negotiator';

/**
 * The page runs only scripts and styles of its own origin, turns no text into markup except through its named policies, and
 * is shown in no frame.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types kith dompurify',
].join('; ');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

const PAGE_HEADERS = {
  ...HEADERS,
  'content-security-policy': PAGE_POLICY,
  // Camera, microphone and place are for messages and calls; the page never asks for anything else.
  'permissions-policy':
    'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), serial=(), hid=(), midi=()',
  // A new version has other names of scripts; an unchanged page is a 304.
  'cache-control': 'no-cache',
};

/** Names in this folder contain a hash of the content. */
const FOR_EVER = { ...HEADERS, 'cache-control': 'public, max-age=31536000, immutable' };
/** Other files keep their names in the next version. */
const REVALIDATED = { ...HEADERS, 'cache-control': 'no-cache' };

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
/** The ends of the names of compressed copies, by their codings. */
const CODINGS: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

/** A page, and how it is sent. */
interface Page {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page of the client, which shows what its path names. */
const CLIENT: Page = { name: 'index.html', headers: PAGE_HEADERS };
/** That of the console: it needs no device, and no cache keeps it. */
const CONSOLE: Page = {
  name: 'console.html',
  headers: {
    ...PAGE_HEADERS,
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()',
    'cache-control': 'no-store',
  },
};
const PAGES = [CLIENT, CONSOLE];

interface LoadedFile {
  readonly bytes: Buffer;
  /** From the content: files of an installed package have neither a useful time nor, in two versions, different sizes. */
  readonly tag: string;
}

/** Answers a request for something that does not exist. */
type AnswerUnknown = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/**
 * Serves the web client and the console: their pages at each of their paths, and their files. Other paths stay free; somebody
 * who opens one in a browser gets the page, which leads back, through the function that this returns. A server without the built
 * client, as in a checkout before the first build, serves none of this.
 */
export function webClient(app: FastifyInstance, { webDir }: { webDir: string }): AnswerUnknown | undefined {
  if (!existsSync(join(webDir, 'index.html'))) return undefined;
  const names = new Set(
    readdirSync(webDir, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')),
  );
  const loaded = new Map<string, Promise<LoadedFile>>();

  function load(name: string): Promise<LoadedFile> {
    let file = loaded.get(name);
    if (!file) loaded.set(name, (file = readWhole(join(webDir, name))));
    return file;
  }

  async function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    { name, headers, status = 200 }: Page & { status?: 200 | 404 },
  ): Promise<FastifyReply> {
    const type = names.has(name) ? TYPES[extname(name)] : undefined;
    if (type === undefined) return notFound(reply.header('cache-control', 'no-store'));
    const codings = Object.keys(CODINGS).filter((coding) => names.has(name + CODINGS[coding]));
    const accepted = new Negotiator(request.raw).encodings(codings);
    const coding = codings.find((one) => accepted.includes(one));
    const ending = coding === undefined ? undefined : CODINGS[coding];
    const { bytes, tag } = await load(name + (ending ?? ''));
    reply.code(status).headers({ ...headers, etag: tag, 'content-type': type });
    if (codings.length > 0) reply.header('vary', 'accept-encoding');
    if (status === 200 && fresh(request.headers, { etag: tag })) return reply.code(304).send();
    if (ending !== undefined) reply.header('content-encoding', coding);
    return reply.send(bytes);
  }

  // Written by the build of the client, from the routes of each page.
  const pages = JSON.parse(readFileSync(join(webDir, 'paths.json'), 'utf8')) as Record<string, string[]>;
  for (const page of PAGES)
    for (const path of pages[page.name] ?? [])
      app.get<{ Params: Record<string, string> }>(path.replaceAll('$', ':'), (request, reply) => {
        // The router takes an empty part for a parameter.
        const isComplete = !Object.values(request.params).includes('');
        return isComplete ? serve(request, reply, page) : reply.callNotFound();
      });
  // What has its place at the root: icons, the licences of the libraries.
  for (const name of names)
    if (
      !name.includes('/') &&
      !PAGES.some((page) => page.name === name) &&
      TYPES[extname(name)] !== undefined
    )
      app.get(`/${name}`, (request, reply) => serve(request, reply, { name, headers: REVALIDATED }));
  app.get<{ Params: { name: string } }>('/app/:name', (request, reply) =>
    serve(request, reply, { name: `app/${request.params.name}`, headers: FOR_EVER }),
  );
  return async (request, reply) => {
    if (!isOpened(request)) return notFound(reply);
    const page = request.url.startsWith('/console/') ? CONSOLE : CLIENT;
    return serve(request, reply, { ...page, status: 404 });
  };
}

/** Whether somebody opens an address in a browser: pictures and requests of scripts accept no page. */
function isOpened({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

/** Says in plain text that there is nothing. */
export function notFound(reply: FastifyReply): FastifyReply {
  return reply.status(404).type('text/plain').send('not found');
}

async function readWhole(file: string): Promise<LoadedFile> {
  const bytes = await readFile(file);
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}
