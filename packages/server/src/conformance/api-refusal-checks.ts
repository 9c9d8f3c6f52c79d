import { api, type Endpoint } from '@kith/contract';
import { apiEndpoints, callApi, nameOf, hasParameter } from './api-call.js';
import { apiFields, apiRecipeOf } from './api-parameters.js';
import type { Fields } from './call.js';
import type { Check } from './check.js';
import { judgeApiRefusal } from './judge.js';
import type { World } from './world.js';

/** The parts of a parameter's schema from which its rules follow. */
interface Rules {
  readonly type?: string;
  readonly wire?: string;
  readonly rule?: string;
  readonly anyOf?: readonly { readonly const: string | number }[];
  readonly minimum?: number;
  readonly maxLength?: number;
  readonly isSecret?: boolean;
}

/** Checks code and message of every refusal of the Friendship API, on every path that has it. */
export function apiRefusalChecks(): Check[] {
  return [...apiEndpoints.flatMap(refusalsOf), ...blockRefusals()];
}

function refusalsOf(endpoint: Endpoint): Check[] {
  const signedIn = endpoint.auth === 'session' ? tokenRefusals(endpoint) : [];
  return [...signedIn, ...missingRefusals(endpoint), ...ruleRefusals(endpoint), ...idRefusals(endpoint)];
}

const BAD_TOKEN = [400401, 'api token error or expired'] as const;

/** The token is checked before anything else. */
function tokenRefusals(endpoint: Endpoint): Check[] {
  const nothing = Object.fromEntries(
    namesOf(endpoint).map((name) => [name, inPath(endpoint, name) ? 'x' : undefined]),
  );
  const checks = [
    refused(endpoint, 'without a token', BAD_TOKEN, () => ({ ...nothing, api_token: undefined })),
    refused(endpoint, 'with a wrong token', BAD_TOKEN, () => ({ ...nothing, api_token: 'not a token' })),
  ];
  if (!hasParameter(endpoint, 'user_id')) return checks;
  const notOwner = [400402, 'auth failed error'] as const;
  return [
    ...checks,
    refused(endpoint, 'as another account', notOwner, async (world) => ({
      user_id: (await world.person('friend')).id,
    })),
    refused(endpoint, 'as a guest', notOwner, () => ({ user_id: 0 })),
  ];
}

/** The first missing parameter is named; blank ones count as missing. */
function missingRefusals(endpoint: Endpoint): Check[] {
  const required = (endpoint.params as { required?: readonly string[] }).required ?? [];
  const inBody = required.filter((name) => !inPath(endpoint, name));
  const [first] = inBody;
  const says = (name: string) => [400101, `必要參數未傳:${name}`] as const;
  return [
    ...inBody.flatMap((name) => [
      refused(endpoint, `without ${name}`, says(name), () => ({ [name]: undefined })),
      refused(endpoint, `with a blank ${name}`, says(name), () => ({ [name]: '  ' })),
    ]),
    ...(first === undefined || inBody.length < 2
      ? []
      : [
          refused(endpoint, 'with nothing', says(first), () =>
            Object.fromEntries(inBody.map((name) => [name, undefined])),
          ),
        ]),
  ];
}

/** A broken rule is named, with the value that broke it. */
function ruleRefusals(endpoint: Endpoint): Check[] {
  return namesOf(endpoint).flatMap((name) => {
    const rules = endpoint.params.properties[name] as Rules;
    return brokenBy(rules).map(([rule, value]) => {
      const shown = rules.isSecret ? '' : `, value=${value.slice(0, 64)}`;
      const says = `參數驗證錯誤:${name} => ${rule}${shown}`;
      return refused(endpoint, `${name} against ${rule}`, [400101, says], () => ({ [name]: value }));
    });
  });
}

/** The longest text worth sending in order to be refused. */
const LONG = 4000;

/** Each rule of a parameter, with a value that breaks it. */
function brokenBy({
  type,
  wire,
  rule = 'time',
  anyOf,
  minimum = 0,
  maxLength = LONG,
}: Rules): [string, string][] {
  if (wire === 'time') return [[rule, 'x']];
  if (wire === 'base64') return [['base64', '%']];
  // Other rules depend on the tenant, or need values too large to send.
  if (wire !== undefined) return [];
  if (anyOf) return [[`white_list:${anyOf.map((one) => one.const).join('/')}`, '888']];
  if (type === 'integer')
    return [['integer', 'x'], ...(minimum > 0 ? [[`min:${minimum}`, '0'] as [string, string]] : [])];
  return maxLength < LONG ? [[`max_length:${maxLength}`, 'x'.repeat(maxLength + 1)]] : [];
}

/** An id of no account. */
const NOBODY = 2147483646;

/** A person or object that does not exist cannot be found. */
function idRefusals(endpoint: Endpoint): Check[] {
  const noData = [400404, 'data not found'] as const;
  return ['target_user_id', 'target_id', 'channel_id', 'id']
    .filter((name) => hasParameter(endpoint, name))
    .map((name) =>
      refused(endpoint, `with ${name} of nobody`, apiRecipeOf(endpoint).ofNobody?.[name] ?? noData, () => ({
        [name]: NOBODY,
      })),
    );
}

/** The requirements of bans and reports beyond their parameter rules. */
function blockRefusals(): Check[] {
  const { friendship_block } = api.chat;
  const block = (what: string, message: string, fields: Fields) =>
    refused(friendship_block, what, [400101, message], () => fields);
  return [
    block('a report without a reason', '必要參數未傳:block_reason_id', {
      action: 'report',
      block_reason_id: undefined,
    }),
    block('a reason that needs a text', '必要參數未傳:report_text', {
      action: 'report',
      block_reason_id: 14,
    }),
    {
      section: 'refusals',
      path: nameOf(friendship_block),
      what: 'oneself',
      run: async (world) => {
        const { id } = await world.person('me');
        const fields = { action: 'ban', target_id: id };
        const answer = await callApi(world, friendship_block, fields, { as: 'me' });
        return judgeApiRefusal(answer, 400101, `參數驗證錯誤:target_id => not_self, value=${id}`);
      },
    },
  ];
}

/** A valid request, except for the given fields. */
function refused(
  endpoint: Endpoint,
  what: string,
  [code, message]: readonly [number, string],
  spoil: (world: World) => Fields | Promise<Fields>,
): Check {
  return {
    section: 'refusals',
    path: nameOf(endpoint),
    what,
    run: async (world) => {
      const recipe = apiRecipeOf(endpoint);
      // A refused request uses nothing up, so all refusals of an endpoint share the same valid values.
      const good = await world.once(`good fields of ${nameOf(endpoint)}`, () =>
        apiFields(world, endpoint, recipe),
      );
      const fields = { ...good, ...(await spoil(world)) };
      const as = endpoint.auth === 'none' ? undefined : (recipe.as ?? 'me');
      return judgeApiRefusal(await callApi(world, endpoint, fields, { as }), code, message);
    },
  };
}

function namesOf(endpoint: Endpoint): string[] {
  return Object.keys(endpoint.params.properties);
}

function inPath({ path }: Endpoint, name: string): boolean {
  return path.includes(`{${name}}`);
}
