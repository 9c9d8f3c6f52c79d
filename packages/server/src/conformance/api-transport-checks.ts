import { api, type Endpoint } from '@kith/contract';
import { callApi, nameOf } from './api-call.js';
import type { Answer } from './call.js';
import { outcomeOf, type Check } from './check.js';
import { compareContract } from './compare-contract.js';
import { judgeApiRefusal, judgeSuccess } from './judge.js';
import type { World } from './world.js';

const ORIGIN = 'https://friends.example.com';

/** The transport rules of the Friendship API, each checked on a path or two. */
export function apiTransportChecks(): Check[] {
  const { filter_sex_code: set, profile_click: get } = api.user_friendship;
  const fields = { sex_code: 'BOTH' };
  return [
    good(set, 'as JSON', (world) => callApi(world, set, fields, { as: 'me', kind: 'json' })),
    good(set, 'as multipart', (world) => callApi(world, set, fields, { as: 'me', kind: 'multipart' })),
    good(set, 'as a query', (world) => callApi(world, set, fields, { as: 'me', kind: 'query' })),
    good(set, 'with the token as a bearer', async (world) => {
      const { token } = await world.person('me');
      const headers = { authorization: `Bearer ${token}` };
      return callApi(world, set, { ...fields, api_token: undefined }, { as: 'me', headers });
    }),
    good(get, 'with the token as a bearer', async (world) => {
      const { token } = await world.person('me');
      const headers = { authorization: `Bearer ${token}` };
      return callApi(world, get, { api_token: undefined }, { as: 'me', headers });
    }),
    good(set, 'with unknown fields', (world) =>
      callApi(world, set, { ...fields, zzz: '1', 'a[b]': '2' }, { as: 'me' }),
    ),
    good(set, 'with ids as JSON texts', async (world) => {
      const user_id = String((await world.person('me')).id);
      return callApi(world, set, { ...fields, user_id }, { as: 'me', kind: 'json' });
    }),
    {
      section: 'transport',
      path: '/api/nothing/here',
      what: 'an unknown path',
      run: async ({ caller }) =>
        judgeApiRefusal(await caller.call('/api/nothing/here', {}), 400404, 'data not found'),
    },
    {
      section: 'transport',
      path: nameOf(get),
      what: 'from another origin',
      run: async (world) => {
        const answer = await callApi(world, get, {}, { as: 'me', headers: { origin: ORIGIN } });
        const allowed = answer.headers.get('access-control-allow-origin');
        const says = 'Access-Control-Allow-Origin does not admit every origin';
        return outcomeOf({ [says]: allowed === '*' || allowed === ORIGIN }, answer);
      },
    },
  ];
}

function good(endpoint: Endpoint, what: string, call: (world: World) => Promise<Answer>): Check {
  return {
    section: 'transport',
    path: nameOf(endpoint),
    what,
    run: async (world) => judgeSuccess(await call(world), {}, (body) => compareContract(endpoint, body)),
  };
}
