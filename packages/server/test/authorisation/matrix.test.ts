import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '@kith/contract';
import type { ErrorCode } from '@kith/core/kernel';
import { imErrors } from '../../src/dialects/im/errors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { cases, type Case } from './cases.js';
import { formOf } from './form.js';
import { makeScene, partsRead, personOf, roles, type Role, type Scene } from './scene.js';

/*
 * Permissions: every path of the contract for every role in a group. The responses for ids of strangers and of other
 * tenants, one by one, are the subject of tenants/walls.test.ts.
 */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** One scene serves all calls that change nothing: refusals, and repeatable calls. */
let shared: Scene;
beforeAll(async () => {
  shared = await makeScene(kith);
}, atPace(60_000));

describe('every path answers each role as its row states', () => {
  it.each(cases.map((one): [string, Case] => [one.name, one]))(
    '%s',
    async (_name, { endpoint, row, params, consumes }) => {
      for (const role of roles) {
        const scene =
          consumes && row[role] === 'ok'
            ? await makeScene(
                kith,
                partsRead(shared, (scene) => params?.(scene, role)),
              )
            : shared;
        expect([role, await outcome(endpoint, params?.(scene, role) ?? {}, scene, role)]).toEqual([
          role,
          row[role],
        ]);
      }
    },
    atPace(60_000),
  );
});

async function outcome(
  endpoint: Endpoint,
  params: Record<string, unknown>,
  scene: Scene,
  role: Role,
): Promise<'ok' | ErrorCode | string> {
  const { file, ...plain } = params as { file?: Blob };
  const caller = personOf(scene, role);
  const fields = { ...plain, ...(caller && { _token: caller.token }) };
  const { status, body } = await kith.post(endpoint.path, {}, { body: formOf(fields, file) });
  expect(status).toBe(200);
  return (body.err ?? (endpoint.reply === 'code' ? body.code : 0)) === 0 ? 'ok' : codeOf(String(body.msg));
}

/** The refusal with this message; the message itself if no refusal has it. */
function codeOf(sentence: string): string {
  const found = Object.entries(imErrors).find(([, { says }]) => {
    const [begin = '', ...rest] = says['zh-Hans'].split(/\{\w+\}/);
    return sentence.startsWith(begin) && sentence.endsWith(rest.at(-1) ?? '') && begin !== '';
  });
  return found?.[0] ?? sentence;
}
