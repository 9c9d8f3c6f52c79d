import { readJson, type Answer } from './call.js';
import type { Outcome } from './check.js';
import { show, type Comparison, type Difference } from './differences.js';
import type { Recipe } from './recipe.js';
import { membersOf, refusalIn } from './world.js';

/** Judges an answer that should be a success. `compare` checks its body. */
export function judgeSuccess(
  answer: Answer,
  recipe: Recipe,
  compare: (body: unknown) => Comparison,
): Outcome {
  const status = statusDifferences(answer);
  const body = readJson(answer);
  const refusal = refusalIn(body);
  const { members, differences } = compare(body);
  // Some paths have their own success numbers, so an answer counts as a refusal only if it also differs from the
  // expected body or has `err`.
  if (refusal !== undefined && (differences.length > 0 || refusal.startsWith('err'))) {
    if (recipe.mayRefuse !== undefined)
      return { members: 0, differences: [], skipped: `${recipe.mayRefuse}: ${refusal}`, answer };
    return {
      members: 0,
      differences: [...status, { kind: 'value', says: `is refused: ${refusal}` }],
      answer,
    };
  }
  const isOnlyEmpty = differences.length > 0 && differences.every(({ kind }) => kind === 'rows');
  if (isOnlyEmpty && status.length === 0 && recipe.mayBeEmpty !== undefined)
    return { members, differences: [], skipped: recipe.mayBeEmpty, answer };
  return { members, differences: [...status, ...differences], answer };
}

/** Judges an answer whose numbers are known too. */
export function judgeAsShown(answer: Answer, compare: (body: unknown) => Comparison): Outcome {
  const { members, differences } = compare(readJson(answer));
  return { members, differences: [...statusDifferences(answer), ...differences], answer };
}

/** Judges an answer that should be a refusal: a number other than 0, and a message. */
export function judgeRefusal(answer: Answer): Outcome {
  const { err, code, msg } = membersOf(readJson(answer));
  const number = err ?? code;
  const differences: Difference[] = [...statusDifferences(answer)];
  if (number === undefined) differences.push({ kind: 'missing', says: 'body.err is missing' });
  else if (typeof number !== 'number')
    differences.push({ kind: 'type', says: `body.err is ${typeof number}, not number` });
  else if (number === 0) differences.push({ kind: 'value', says: 'is not refused' });
  if (typeof msg !== 'string' || msg === '')
    differences.push({ kind: 'value', says: 'body.msg has no message for people' });
  return { members: 2, differences, answer };
}

/** Judges a refusal of the Friendship API, whose members are all known. */
export function judgeApiRefusal(answer: Answer, code: number, message: string): Outcome {
  const status = Math.floor(code / 1000);
  const body = membersOf(readJson(answer));
  const wanted = { code, message, error: true };
  const differences: Difference[] =
    answer.status === status
      ? []
      : [{ kind: 'value', says: `HTTP status is ${answer.status}, not ${status}` }];
  for (const [name, value] of Object.entries(wanted))
    if (!Object.hasOwn(body, name)) differences.push({ kind: 'missing', says: `body.${name} is missing` });
    else if (body[name] !== value)
      differences.push({
        kind: typeof body[name] === typeof value ? 'value' : 'type',
        says: `body.${name} is ${show(body[name])}, not ${show(value)}`,
      });
  if (typeof body['hostname'] !== 'string' || body['hostname'] === '')
    differences.push({ kind: 'missing', says: 'body.hostname does not name the server' });
  if (Object.hasOwn(body, 'data')) differences.push({ kind: 'value', says: 'a refusal has data' });
  return { members: 4, differences, answer };
}

/** Clients show a network error for every status except 200. */
export function statusDifferences({ status }: Answer): Difference[] {
  return status === 200 ? [] : [{ kind: 'value', says: `HTTP status is ${status}, not 200` }];
}
