import { readFileSync } from 'node:fs';

/** A request and its answer as the document of the Chat API shows them. */
export interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: unknown;
}

const FILE = new URL('../../assets/conformance/im-examples.json', import.meta.url);

/** Every documented example; the document shows two paths twice, in the same words. */
export function readExamples(): Example[] {
  const shown = JSON.parse(readFileSync(FILE, 'utf8')) as Example[];
  return [...new Map(shown.map((example) => [example.path, example])).values()];
}
