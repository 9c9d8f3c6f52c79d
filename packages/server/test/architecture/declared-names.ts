import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutComments } from './table-reads.js';

/** Where a file names a setting or an event that a later area declares. */
interface NameOfLaterArea {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly owner: string;
}

const SETTING = /^ {2}(\w+): \{$/gm;
const EVENT = /^ {2}(\w+): |\btype: '(\w+)'/gm;

/**
 * Uses of a setting (`settings.openGroups`) or an event (`type: 'moment_posted'`) in a file of an area before the one
 * that declares it in `tenant-settings.ts` or `event-types.ts`. `areas` has the folders in their order.
 */
export function findNamesOfLaterAreas(
  root: string,
  areas: readonly { readonly name: string; readonly folder: string; readonly files: readonly string[] }[],
): NameOfLaterArea[] {
  const found: NameOfLaterArea[] = [];
  const declaredLater = new Map<string, string>();
  for (const { name: area, folder, files } of areas.toReversed()) {
    for (const file of files) {
      const text = withoutComments(file, readFileSync(join(root, file), 'utf8'));
      for (const match of text.matchAll(/\btype: '\w+'|\b\w+\b/g)) {
        const owner = declaredLater.get(match[0]);
        if (owner === undefined) continue;
        found.push({ file, line: text.slice(0, match.index).split('\n').length, name: match[0], owner });
      }
    }
    for (const setting of namesIn(join(root, folder, 'tenant-settings.ts'), SETTING))
      declaredLater.set(setting, area);
    for (const event of namesIn(join(root, folder, 'event-types.ts'), EVENT))
      declaredLater.set(`type: '${event}'`, area);
  }
  return found;
}

function namesIn(path: string, pattern: RegExp): string[] {
  if (!existsSync(path)) return [];
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map((match) => match[1] ?? match[2]!);
}
