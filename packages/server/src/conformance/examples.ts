import { readFileSync } from 'node:fs';

/** A request and its answer, as shown in the document of the Chat API. */
export interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
  readonly response: unknown;
}

/** An answer shown in the document of the Friendship API, which shows no requests. */
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

/** All documented examples; the document shows two of them twice. */
export function readExamples(): Example[] {
  const shown = read('im-examples.json') as Example[];
  return [...new Map(shown.map((example) => [example.path, example])).values()];
}

/** All documented examples of the Friendship API, with a misspelt success corrected. */
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
