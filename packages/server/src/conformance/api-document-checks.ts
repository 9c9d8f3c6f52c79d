import type { Endpoint } from '@kith/contract';
import { apiEndpoints, callApi, nameOf } from './api-call.js';
import { apiFields, apiRecipeOf } from './api-parameters.js';
import type { BodyKind, Fields } from './call.js';
import type { Check, Outcome } from './check.js';
import { compareContract } from './compare-contract.js';
import { compareExample } from './compare-example.js';
import { untilRows, ways } from './document-checks.js';
import { readApiExamples, type ApiResponse } from './examples.js';
import { judgeApiRefusal, judgeSuccess } from './judge.js';
import type { Recipe } from './recipe.js';
import type { World } from './world.js';

const byName = new Map(apiEndpoints.map((endpoint) => [nameOf(endpoint), endpoint]));

/** Provokes every answer in the document of the Friendship API: with a form, and optionally in every other way. */
export function apiExampleChecks(inEveryWay: boolean): Check[] {
  return readApiExamples().flatMap((example) => {
    const endpoint = byName.get(nameOf(example));
    if (!endpoint) return [];
    const kinds = inEveryWay && endpoint.method !== 'GET' ? keysOf(ways) : (['form'] as const);
    return example.responses.flatMap((shown, i) =>
      kinds.map((kind): Check => ({
        section: 'document',
        path: nameOf(endpoint),
        what: [i === 0 ? '' : `answering ${shown.message}`, ways[kind]].filter(Boolean).join(', '),
        run: (world) => replay(world, endpoint, shown, kind),
      })),
    );
  });
}

async function replay(
  world: World,
  endpoint: Endpoint,
  shown: ApiResponse,
  kind: BodyKind,
): Promise<Outcome> {
  const usual = apiRecipeOf(endpoint);
  const recipe = usual.shown?.[shown.message ?? ''] ?? usual;
  if (recipe.onlyOurs && !world.isOurs) return NOT_OURS;
  const fields = { ...(await apiFields(world, endpoint, recipe)), ...spoiltBy(shown) };
  const { code = 0, message = '' } = shown;
  return untilRows(async () => {
    const answer = await callApi(world, endpoint, fields, { as: recipe.as ?? 'me', kind });
    return code === 0
      ? judgeSuccess(answer, recipe, (body) => compareExample(shown, body))
      : judgeApiRefusal(answer, code, message);
  });
}

/** The fields that make a request fail with this answer. */
function spoiltBy({ code, message = '' }: ApiResponse): Fields {
  if (code === 400401) return { api_token: 'not a token' };
  const missing = /^必要參數未傳:(\w+)$/.exec(message)?.[1];
  return missing === undefined ? {} : { [missing]: undefined };
}

/** Compares every endpoint of the Friendship API with its schema. */
export function apiContractChecks(): Check[] {
  return apiEndpoints.map((endpoint): Check => ({
    section: 'contract',
    path: nameOf(endpoint),
    what: '',
    run: (world) => checkEndpoint(world, endpoint),
  }));
}

async function checkEndpoint(world: World, endpoint: Endpoint): Promise<Outcome> {
  const recipe: Recipe = apiRecipeOf(endpoint);
  if (recipe.onlyOurs && !world.isOurs) return NOT_OURS;
  const fields = await apiFields(world, endpoint, recipe);
  const as = endpoint.auth === 'none' ? undefined : (recipe.as ?? 'me');
  return untilRows(async () =>
    judgeSuccess(await callApi(world, endpoint, fields, { as }), recipe, (body) =>
      compareContract(endpoint, body),
    ),
  );
}

const NOT_OURS: Outcome = {
  members: 0,
  differences: [],
  skipped: 'It would permanently change the given accounts',
};

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[]; // it has no other keys
}
