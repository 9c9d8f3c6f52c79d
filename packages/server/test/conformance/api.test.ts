import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { api, type Endpoint } from '@kith/contract';
import { compareExample } from '../../src/conformance/compare-example.js';
import { student } from '../api/people.js';
import { changeSettings } from '../im/operator.js';
import { useKith, type Answer, type Person } from '../harness/kith.js';

interface Example {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly responses: readonly Record<string, unknown>[];
}

const endpoints = Object.values(api).flatMap((group): Endpoint[] => Object.values(group));
const file = new URL('../../assets/conformance/api-examples.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[];

const kith = useKith();
let ada: Person;
let lonely: Person;
let bo: Person;
let cy: Person;
let channelId: number;

beforeAll(async () => {
  ada = await student(kith, 'ada', '健行科大', { sex_code: 'F' });
  lonely = await kith.person('lonely');
  await ada.api.intro.set({ relation: [2], love: [3, 7], actor: [4, 5, 6] });
  bo = await student(kith, 'bo', '健行科大');
  cy = await student(kith, 'cy', '健行科大');
  const opened = await ada.api.channel.open({ target_id: bo.id, text: 'hello' });
  channelId = Number(opened.channel_id);
  await changeSettings(kith, 1, { receiptMode: 'trust' });
  await ada.api.user_friendship.buy_vip_plan({ ...purchase, transaction_id: 'repeated' });
  const { friendship_block } = ada.api.chat;
  await friendship_block({ target_id: cy.id, action: 'ban', report_text: 'test' });
});

/** Of now, so that it makes a VIP. */
const purchase = {
  plan_code: 'VIP6',
  transaction_date: String(Date.now()),
  original_transaction_date: String(Date.now()),
};

/** What a path is called with beside token and user, to get the answer that an example shows. */
function fieldsOf(path: string, shown: Record<string, unknown>): Record<string, unknown> {
  switch (path) {
    case '/api/user_friendship/data':
      return { list_type: 'near', page_size: 3 };
    case '/api/user_friendship/filter_sex_code':
      return { sex_code: 'BOTH' };
    case '/api/user_friendship/age_status':
      return { age_status: 1 };
    case '/api/user_friendship/stranger_key_number':
      return { target_id: bo.id, channel_id: channelId };
    case '/api/user_friendship/vip_plan':
      return { ...purchase, transaction_id: shown['message'] === '交易重覆' ? 'repeated' : 'new' };
    case '/api/chat/friendship_block':
      return { target_id: bo.id, action: 'report', block_reason_id: 11 };
    case '/api/chat/friendship_blockReasons':
      // Of somebody whom the caller has nothing against, there is nothing to show.
      return { target_id: shown['code'] === 400403 ? lonely.id : cy.id };
    default:
      return {};
  }
}

/** What to send to get the answer that an example shows. */
function ask({ method, path }: Example, shown: Record<string, unknown>): Promise<Answer> {
  const isEmpty = String(shown['message']).startsWith('哎呀');
  const who = isEmpty ? lonely : ada;
  const token = shown['code'] === 400401 ? 'expired' : who.token;
  const hasUser = !String(shown['message']).startsWith('必要參數未傳:user_id');
  return kith.ask(method, path.replace('{target_user_id}', String(ada.id)), {
    api_token: token,
    ...(hasUser && { user_id: who.id }),
    ...fieldsOf(path, shown),
  });
}

describe('every example of the document', () => {
  const cases = examples.flatMap((example) =>
    example.responses.map(
      (shown, i) => [`${example.method} ${example.path}, ${i + 1}`, example, shown] as const,
    ),
  );
  test.each(cases)('%s', async (_name, example, shown) => {
    const { status, body } = await ask(example, shown);
    expect(status).toBe(shown['code'] === undefined || shown['code'] === 0 ? 200 : 400);
    // Nobody has photos yet, so there are none to compare.
    const { user_photos: _photos, intros = [], ...rest } = shown;
    expect(compareExample(rest, body).differences).toEqual([]);
    // Blocks have other members, each after its type.
    for (const [i, block] of (intros as object[]).entries())
      expect(compareExample(block, body.intros[i]).differences).toEqual([]);
    // The document misspells a success.
    if (shown['message'] !== undefined)
      expect(body.message).toBe(shown['message'] === 'sucess' ? 'success' : shown['message']);
  });

  test('is there for every endpoint that the contract calls documented, and for no other', () => {
    const shown = new Set(examples.map(({ method, path }) => `${method} ${path}`));
    const documented = endpoints.filter(({ source }) => source === 'documented');
    expect(new Set(documented.map(({ method, path }) => `${method} ${path}`))).toEqual(shown);
  });
});
