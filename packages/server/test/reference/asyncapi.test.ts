import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { imFrames, realtime } from '@kith/contract';
import { describeSockets } from '../../src/reference/asyncapi.js';
import { listFences, readPage } from '../docs/pages.js';

// The test reads members of a document whose type only the validator knows.
// eslint-disable-next-line typescript/no-explicit-any
const document = describeSockets() as any;
// The same schema as on the AsyncAPI web site, in one file.
const ofAsyncApi = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json');

/** The names of the frames that an operation sends or receives. */
const framesOf = (operation: string): string[] =>
  document.operations[operation].messages.map(({ $ref }: { $ref: string }) => $ref.split('/').at(-1));

test('the AsyncAPI document is valid', () => {
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    validateFormats: false,
    // The schema is used once: optimizing its check takes longer than the check.
    inlineRefs: false,
    code: { optimize: false },
  });
  const check = ajv.compile(JSON.parse(readFileSync(ofAsyncApi, 'utf8')));
  check(document);
  expect(check.errors ?? []).toEqual([]);
});

test('the AsyncAPI document describes every frame of the contract and nothing else', () => {
  expect(framesOf('kith.v1.receive')).toHaveLength(realtime.ClientFrame.anyOf.length);
  expect(framesOf('kith.v1.send')).toHaveLength(realtime.ServerFrame.anyOf.length);
  expect(framesOf('im.send')).toEqual(Object.keys(imFrames));
  const described = Object.values(document.channels).flatMap((channel) =>
    Object.keys((channel as { messages: object }).messages),
  );
  const used = Object.keys(document.operations).flatMap(framesOf);
  expect(described.toSorted()).toEqual(used.toSorted());
  expect(described).not.toContain('undefined');
});

test('the frames in docs/realtime.md match the AsyncAPI document', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false });
  ajv.addSchema(document, 'asyncapi.json');
  const checks = {
    client: ajv.compile({ anyOf: payloads('kith.v1.receive') }),
    server: ajv.compile({ anyOf: payloads('kith.v1.send') }),
  };
  const lines = listFences(readPage('docs/realtime.md')).flatMap(({ info, text }) => {
    const side = /^json (client|server)$/.exec(info)?.[1] as keyof typeof checks | undefined;
    return side
      ? text
          .trim()
          .split('\n')
          .map((line) => ({ side, line }))
      : [];
  });
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter(({ side, line }) => !checks[side](JSON.parse(line)))).toEqual([]);
});

function payloads(operation: string): object[] {
  return framesOf(operation).map((name) => ({
    $ref: `asyncapi.json#/channels/kith.v1/messages/${name}/payload`,
  }));
}
