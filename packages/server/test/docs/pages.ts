import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Every page for readers of the project, by its path from the root. */
export function listPages(): string[] {
  const docs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('docs', name.replaceAll('\\', '/')))
    .filter((name) => name.endsWith('.md'));
  const packages = ['contract', 'sdk', 'server'].map((name) => `packages/${name}/README.md`);
  const others = ['CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'packages/core/src/AREAS.md'];
  return ['README.md', ...others, ...packages, ...docs.toSorted()];
}

/** The text of a page. */
export function readPage(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

/** A fenced block: the info string, the text, and the line on which it begins. */
export interface Fence {
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

/** The fenced blocks of a page, in order. */
export function listFences(page: string): Fence[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    info: match[1]!,
    text: match[2]!,
    line: page.slice(0, match.index).split('\n').length,
  }));
}

/** A page without its fenced blocks. */
export function withoutFences(page: string): string {
  return page.replaceAll(/^```.*\n[\s\S]*?^```$/gm, '');
}

/** The text between the markers of a part of a page. Throws when the page has no such part. */
export function partOf(page: string, name: string): string {
  return matchPart(page, name)[2]!;
}

/** The page with another text between the markers of a part. */
export function replacePart(page: string, name: string, text: string): string {
  const [whole, begin, , end] = matchPart(page, name);
  return page.replace(whole, () => `${begin}${text}${end}`);
}

function matchPart(page: string, name: string): RegExpMatchArray {
  const match = page.match(new RegExp(`(<!-- ${name} -->\n)([\\s\\S]*?)(<!-- end of ${name} -->)`));
  if (!match) throw new Error(`The page has no part between <!-- ${name} --> and <!-- end of ${name} -->.`);
  return match;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}
