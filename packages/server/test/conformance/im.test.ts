import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { im, type Endpoint } from '@kith/contract';
import { updateTenantSettings } from '@kith/core/tenants';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { hire } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { differences } from './compare.js';

interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: unknown;
}

const endpoints = new Map<string, Endpoint>(
  Object.values(im)
    .flatMap((group): Endpoint[] => Object.values(group))
    .map((endpoint) => [endpoint.path.toLowerCase(), endpoint]),
);

const examples = JSON.parse(readFileSync(new URL('im-examples.json', import.meta.url), 'utf8')) as Example[];
/** The document shows two paths twice. */
const shown = [...new Map(examples.map((example) => [example.path, example])).values()];
const served = shown.filter(({ path }) => endpoints.has(path.toLowerCase()));

const kith = useKith();
let ada: Person;
let list_id: string;

beforeAll(async () => {
  // The passwords of the document's examples are of the kind that only this profile admits.
  await updateTenantSettings(kith.server.deps.db, 1, { imProfile: 'uniapp' });
  // The people whom the examples name.
  await kith.visitor().in.reg({ username: 'damdao', password: PASSWORD });
  await kith.visitor().in.reg({ username: 'ffffff', password: '111111', sex: 1 });
  // Rows for every list in which an example shows some.
  ada = await kith.person('ada');
  const bo = await kith.person('bo');
  list_id = await kith.befriend(ada, bo);
  // Somebody who serves customers.
  await hire(kith, bo);
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } });
});

/** The fields of an example with the placeholders filled in. */
function fieldsOf({ request }: Example): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(request)) {
    if (value === '(binary)') continue;
    if (value === '<token>') filled[name] = ada.token;
    else filled[name] = name === 'list_id' && value.length === 32 ? list_id : value;
  }
  return filled;
}

async function multipartOf(example: Example): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(example))) form.set(name, value);
  if (example.request['file'] === '(binary)')
    form.set('file', new Blob([(await picture('red')).bytes]), 'a.jpg');
  return form;
}

describe('every example of the document', () => {
  test.each(served.map((example) => [example.path, example] as const))('%s', async (path, example) => {
    const fields = fieldsOf(example);
    const headers = { 'content-type': 'application/json' };
    for (const [how, answer] of [
      ['a form', await kith.post(path, fields)],
      ['JSON', await kith.post(path, {}, { body: JSON.stringify(fields), headers })],
      ['multipart', await kith.post(path, {}, { body: await multipartOf(example) })],
      [
        'a query',
        await kith.post(`${path}?${String(new URLSearchParams(fields))}`, {}, { method: 'GET', body: null }),
      ],
    ] as const) {
      expect(answer.status).toBe(200);
      expect(differences(example.response, answer.body), how).toEqual([]);
    }
  });

  test('is there for every endpoint that the contract calls documented, and for no other', () => {
    const withExample = new Set(served.map(({ path }) => path.toLowerCase()));
    for (const [path, { source }] of endpoints) {
      expect([path, source === 'documented'], path).toEqual([path, withExample.has(path)]);
    }
  });
});

describe('a path that the document only lists', () => {
  test('/im/message/getListTime answers flat, with whole numbers', async () => {
    const { body } = await kith.post('/im/message/getListTime', { _token: ada.token, list_id });
    expect(differences({ err: 0, msg: 'success', read_time: 0, online: 0 }, body)).toEqual([]);
  });
});
