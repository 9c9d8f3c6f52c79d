import { expect, test } from 'vitest';
import { api, im, imClosedPaths, type Endpoint } from '@kith/contract';
import { errorCodes, type ErrorCode } from '@kith/core/kernel';
import { apiErrors } from '../../src/dialects/api/errors.js';
import { imErrors } from '../../src/dialects/im/errors.js';
import { partOf, readPage, replacePart, root, table } from './pages.js';

/*
 * Parts of the pages that follow from the code. When one is stale, this writes it anew:
 *
 *   npm test -- packages/server/test/docs --update
 */
const endpoints: Endpoint[] = Object.values(im).flatMap((group) => Object.values(group));
const apiEndpoints: Endpoint[] = Object.values(api).flatMap((group): Endpoint[] => Object.values(group));
const codes = Object.keys(errorCodes) as ErrorCode[];

test('docs/dialects/im.md shows the endpoints and refusals of the code', async () => {
  const page = 'docs/dialects/im.md';
  const withPaths = replacePart(readPage(page), 'paths', pathsTable());
  const withClosed = replacePart(withPaths, 'closed paths', closedTable());
  const fresh = replacePart(withClosed, 'refusals', refusalsTable());
  await expect(fresh).toMatchFileSnapshot(`${root}${page}`);
});

test('docs/dialects/api.md shows the endpoints and refusals of the code', async () => {
  const page = 'docs/dialects/api.md';
  const withPaths = replacePart(readPage(page), 'paths', apiPathsTable());
  const fresh = replacePart(withPaths, 'refusals', apiRefusalsTable());
  await expect(fresh).toMatchFileSnapshot(`${root}${page}`);
});

test('docs/realtime.md shows the error codes of the code', async () => {
  const page = 'docs/realtime.md';
  const fresh = replacePart(readPage(page), 'error codes', codesTable());
  await expect(fresh).toMatchFileSnapshot(`${root}${page}`);
});

test('every path of the Chat API is there, switched off, or left out with a reason, and there are 200', () => {
  const leftOut = partOf(readPage('docs/dialects/im.md'), 'left out');
  const named = [...leftOut.matchAll(/`(\/im\/[^`]+)`/g)].map((match) => match[1]!.toLowerCase());
  const served = [...imClosedPaths, ...endpoints.map(({ path }) => path)].map((path) => path.toLowerCase());
  expect(named.filter((path) => served.includes(path))).toEqual([]);
  expect(new Set([...named, ...served]).size).toBe(200);
});

function pathsTable(): string {
  const rows = endpoints.map((endpoint) => [
    `\`${endpoint.path}\``,
    endpoint.summary,
    endpoint.source,
    endpoint.auth === 'session' ? 'token' : 'none',
    endpoint.reply,
  ]);
  return table(['Path', 'What it does', 'Source', 'Auth', 'Reply'], rows);
}

function closedTable(): string {
  return table(
    ['Path'],
    imClosedPaths.map((path) => [`\`${path}\``]),
  );
}

function apiPathsTable(): string {
  const rows = apiEndpoints.map(({ method, path, summary, source, auth, reply }) => [
    `\`${method} ${path}\``,
    summary,
    source,
    auth === 'session' ? 'token' : 'none',
    reply,
  ]);
  return table(['Path', 'What it does', 'Source', 'Auth', 'Reply'], rows);
}

function apiRefusalsTable(): string {
  const rows = codes.map((code) => {
    const { status, code: number, message } = apiErrors[code];
    return [`\`${code}\``, String(number), String(status), message];
  });
  return table(['Refusal', '`code`', 'HTTP', '`message`'], rows);
}

function refusalsTable(): string {
  const rows = codes.map((code) => {
    const { err, says } = imErrors[code];
    return [`\`${code}\``, String(err), says['zh-Hans'], says['zh-Hant'], says.en];
  });
  return table(['Refusal', '`err`', 'Simplified', 'Traditional', 'English'], rows);
}

function codesTable(): string {
  return table(
    ['Code', 'Meaning'],
    codes.map((code) => [`\`${code}\``, errorCodes[code]]),
  );
}
