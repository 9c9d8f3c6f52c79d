import { readFileSync } from 'node:fs';

/** A request and its answer as the document of the Chat API shows them. */
export interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: unknown;
}

/** What the document of the Friendship API shows an endpoint to answer; it shows no requests. */
export interface ApiExample {
  readonly method: string;
  readonly path: string;
  readonly responses: readonly ApiResponse[];
}

export interface ApiResponse {
  readonly code?: number;
  readonly message?: string;
  readonly [name: string]: unknown;
}

const FOLDER = new URL('../../assets/conformance/', import.meta.url);

/** Every documented example; the document shows two paths twice, in the same words. */
export function readExamples(): Example[] {
  const shown = read('im-examples.json') as Example[];
  return [...new Map(shown.map((example) => [example.path, example])).values()];
}

/** Every documented example of the Friendship API; the document misspells one success. */
export function readApiExamples(): ApiExample[] {
  const shown = read('api-examples.json') as ApiExample[];
  return shown.map((example) => ({
    ...example,
    responses: example.responses.map((one) =>
      one.message === 'sucess' ? { ...one, message: 'success' } : one,
    ),
  }));
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}
