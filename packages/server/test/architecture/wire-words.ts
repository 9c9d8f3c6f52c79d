import { admin, adminShapes, api, apiShapes, im, imShapes, realtime } from '@kith/contract';

/** The files of core that read contents as clients write them, whose members are stored unchanged. */
const CONTENT_FILES: ReadonlySet<string> = new Set([
  'packages/core/src/conversations/content.ts',
  'packages/core/src/moments/rules.ts',
]);

/** Words of the wire that no rule derives: they have no underscore, or are members of a free content. */
const ODD_WORDS = ['yhjf', 'updata', 'jiesan', 'miaoqiang', 'usersig', 'pass1', 'pass2', 'pass3'];

/** The names of all parameters and members of the contract that have an underscore, and the odd words. */
export const wireWords: ReadonlySet<string> = new Set([
  ...ODD_WORDS,
  ...[...namesIn([im, api, admin, adminShapes, imShapes, apiShapes, realtime], new Set())].filter((name) =>
    name.includes('_'),
  ),
]);

/** Whether a file of core may know words of the wire. */
export function mayKnowWireWords(file: string): boolean {
  return CONTENT_FILES.has(file) || file.startsWith('packages/core/src/db/');
}

function namesIn(schema: unknown, seen: Set<unknown>): Set<string> {
  const names = new Set<string>();
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return names;
  seen.add(schema);
  const { properties, alias } = schema as { properties?: object; alias?: unknown };
  if (typeof alias === 'string') names.add(alias);
  for (const name of Object.keys(properties ?? {})) names.add(name);
  for (const part of Object.values(schema)) for (const name of namesIn(part, seen)) names.add(name);
  return names;
}
