import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A node of the syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

const TESTS = new Set(['test', 'it', 'describe']);

/** The titles of all tests below the folders, as they are written in the files. */
export function readTitles(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => titlesIn(readFileSync(join(root, folder, file), 'utf8'))),
  );
}

/** The titles in the text of a test file: of `test`, `it` and `describe`, and the texts that `each` puts into a title. */
export function titlesIn(text: string): string[] {
  const titles: string[] = [];
  visit(parseSync('titles.test.ts', text).program as unknown as Node, (node) => {
    if (node.type !== 'CallExpression' || !TESTS.has(rootName(node['callee'] as Node))) return;
    const [title] = node['arguments'] as Node[];
    if (!title || !['Literal', 'TemplateLiteral'].includes(title.type)) return;
    titles.push(...textsIn(title));
    const callee = node['callee'] as Node;
    if (callee.type === 'CallExpression') titles.push(...textsIn(callee['arguments']));
  });
  return titles;
}

/** The identifier with which a chain such as `test.each(…)` begins. */
function rootName(callee: Node): string {
  if (callee.type === 'Identifier') return callee['name'] as string;
  const inner = callee['callee'] ?? callee['object'];
  return inner ? rootName(inner as Node) : '';
}

/** The literal texts of an expression: of a title, or of the table of `each`. */
function textsIn(expression: unknown): string[] {
  const texts: string[] = [];
  visit(expression, (node) => {
    if (node.type === 'Literal' && typeof node['value'] === 'string') texts.push(node['value']);
    if (node.type === 'TemplateElement') texts.push((node['value'] as { raw: string }).raw);
  });
  return texts;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (typeof value === 'object' && value !== null && 'type' in value) {
    see(value as Node);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, see);
  }
}
