import etag from '@fastify/etag';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of the page by their URL paths, each with its folder and name. */
const FILES = {
  '/docs': { folder: 'page', name: 'index.html' },
  '/docs/start.js': { folder: 'page', name: 'start.js' },
  '/docs/swagger-ui.css': { folder: 'swaggerUi', name: 'swagger-ui.css' },
  '/docs/swagger-ui-bundle.js': { folder: 'swaggerUi', name: 'swagger-ui-bundle.js' },
} as const;

/**
 * The page may run only its own scripts and send requests only to its own origin. Swagger UI loads icons from `data:`
 * URLs.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  // A new version of the server may have other descriptions; an unchanged response is a 304.
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves `/openapi.json`, `/asyncapi.json` and `/docs`, a page that displays the first. Documents are built, and
 * libraries loaded, on first request.
 */
export async function referencePages(
  app: FastifyInstance,
  { assetsDir }: { assetsDir: string },
): Promise<void> {
  await app.register(etag);

  const documents = {
    '/openapi.json': once(async () => (await import('./openapi.js')).describeHttp()),
    '/asyncapi.json': once(async () => (await import('./asyncapi.js')).describeSockets()),
  };
  for (const [url, build] of Object.entries(documents))
    app.get(url, async (_request, reply) => {
      // Allows generators and editors on other origins to read it.
      reply.headers({ ...HEADERS, 'access-control-allow-origin': '*' });
      return reply
        .type('application/json; charset=utf-8')
        .serializer(String)
        .send(await build());
    });

  const folders = {
    page: join(assetsDir, 'docs'),
    swaggerUi: join(
      dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json')),
      'static',
    ),
  };
  for (const [url, { folder, name }] of Object.entries(FILES))
    app.get(url, (request, reply) => sendFile(request, reply, folders[folder], name));
}

/** The text of a document, built on first request. */
function once(build: () => Promise<object>): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => (text ??= build().then((document) => JSON.stringify(document)));
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  root: string,
  name: string,
): Promise<FastifyReply> {
  const { send } = await import('@fastify/send');
  const file = await send(request.raw, name, { root, cacheControl: false });
  return reply
    .code(file.statusCode)
    .headers({ ...file.headers, ...HEADERS, 'content-security-policy': PAGE_POLICY })
    .send(file.stream);
}
