import { im, type Endpoint } from '@kith/contract';
import type { BodyKind } from './call.js';
import type { Check, Outcome } from './check.js';
import { compareContract } from './compare-contract.js';
import { compareExample } from './compare-example.js';
import { readExamples, type Example } from './examples.js';
import { judgeAsShown, judgeRefusal, judgeSuccess } from './judge.js';
import { exampleFields, paramsFor, recipeOf } from './parameters.js';
import * as samples from './samples.js';
import { refusalIn, type World } from './world.js';

/** The endpoints of the Chat API that other servers have too. */
export const endpoints: readonly Endpoint[] = Object.values(im)
  .flatMap((group): Endpoint[] => Object.values(group))
  .filter(({ source }) => source !== 'own');

/** The ways to encode fields, with their labels. */
export const ways: Readonly<Record<Exclude<BodyKind, 'text'>, string>> = {
  form: '',
  multipart: 'as multipart',
  json: 'as JSON',
  query: 'as a query',
};

/** Replays every documented example: as the document shows it, and optionally in every other way. */
export function exampleChecks(inEveryWay: boolean): Check[] {
  return readExamples().flatMap((example) => {
    const hasFile = Object.values(example.request).includes('(binary)');
    const documented = hasFile ? 'multipart' : 'form';
    const kinds = inEveryWay
      ? (Object.keys(ways) as (keyof typeof ways)[])
      : [documented as keyof typeof ways];
    return kinds.map((kind): Check => ({
      section: 'document',
      path: example.path,
      what: kind === documented ? '' : ways[kind] || 'as a form',
      run: (world) => replay(world, example, kind),
    }));
  });
}

async function replay(world: World, { path, request, response }: Example, kind: BodyKind): Promise<Outcome> {
  const recipe = recipeOf(path);
  const fields = await exampleFields(world, path, request);
  const isSignedIn = request['_token'] === '<token>';
  const file =
    kind === 'multipart' && Object.values(request).includes('(binary)') ? await samples.picture() : undefined;
  const call = () => world.call(isSignedIn ? (recipe.as ?? 'me') : undefined, path, fields, { kind, file });
  const isRefusal = refusalIn(response) !== undefined && !Object.hasOwn(response as object, 'data');
  const compare = (body: unknown) => compareExample(response, body);
  return untilRows(async () => {
    const answer = await call();
    return isRefusal ? judgeAsShown(answer, compare) : judgeSuccess(answer, recipe, compare);
  });
}

/** Compares every endpoint of the contract with its schema. */
export function contractChecks(): Check[] {
  const documented = new Map(readExamples().map(({ path, response }) => [path.toLowerCase(), response]));
  return endpoints.map((endpoint): Check => ({
    section: 'contract',
    path: endpoint.path,
    what: '',
    run: (world) => checkEndpoint(world, endpoint, documented.get(endpoint.path.toLowerCase())),
  }));
}

async function checkEndpoint(world: World, endpoint: Endpoint, documented: unknown): Promise<Outcome> {
  const recipe = recipeOf(endpoint.path);
  if (recipe.onlyOurs && !world.isOurs)
    return { members: 0, differences: [], skipped: 'It would permanently change the given accounts' };
  const fields = await paramsFor(world, endpoint);
  const file = endpoint.file === 'none' ? undefined : await (recipe.file ?? samples.picture)(world);
  const who = endpoint.auth === 'session' ? (recipe.as ?? 'me') : undefined;
  return untilRows(async () => {
    const answer = await world.call(who, endpoint.path, fields, { file });
    return recipe.isRefused
      ? judgeRefusal(answer)
      : judgeSuccess(answer, recipe, (body) => compareContract(endpoint, body, documented));
  });
}

const TRIES = 8;
const BETWEEN_MS = 250;

/** Search may lag behind writes: an answer that only lacks rows is requested again. */
export async function untilRows(judge: () => Promise<Outcome>): Promise<Outcome> {
  for (let left = TRIES; ; left--) {
    const outcome = await judge();
    const isEmpty =
      outcome.differences.length > 0 && outcome.differences.every(({ kind }) => kind === 'rows');
    if (!isEmpty || left <= 1) return outcome;
    await new Promise((next) => setTimeout(next, BETWEEN_MS));
  }
}
