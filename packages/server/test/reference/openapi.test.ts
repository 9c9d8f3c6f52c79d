import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { admin, api, im, type Endpoint } from '@kith/contract';
import { errorCodes, type ErrorCode } from '@kith/core/kernel';
import { readApiExamples, readExamples } from '../../src/conformance/examples.js';
import { apiErrors } from '../../src/dialects/api/errors.js';
import { imErrors } from '../../src/dialects/im/errors.js';
import { describeHttp } from '../../src/reference/openapi.js';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

// The test reads members of a document whose type only the validator knows.
// eslint-disable-next-line typescript/no-explicit-any
const document = describeHttp() as any;
const groups: object[] = [...Object.values(im), ...Object.values(api), ...Object.values(admin)];
const endpoints = groups.flatMap((group) => Object.values(group) as Endpoint[]);

test('the OpenAPI document is valid', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test('the OpenAPI document describes every endpoint of the contract and nothing else', () => {
  const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).toSorted());
});

test('the OpenAPI document names every parameter of every endpoint, with its requirements', () => {
  const undescribed = endpoints.flatMap((endpoint) => {
    const operation = document.paths[endpoint.path][endpoint.method.toLowerCase()];
    const [body] = Object.values((operation.requestBody?.content ?? {}) as Record<string, Media>);
    const { properties = {}, required = [] } = (body?.schema ?? {}) as {
      properties?: object;
      required?: string[];
    };
    const needed = new Set((endpoint.params as { required?: string[] }).required);
    return Object.keys(endpoint.params.properties).filter((name) => {
      const parameter = operation.parameters.find((one: { name?: string }) => one.name === name);
      const isNeeded = parameter ? parameter.required : required.includes(name);
      return !(parameter ?? Object.hasOwn(properties, name)) || isNeeded !== needed.has(name);
    });
  });
  expect(undescribed).toEqual([]);
});

test('the OpenAPI document contains no internal terms of Kith', () => {
  const text = JSON.stringify(document);
  expect(text.match(/"(?:wire|rule|alias|isSecret|maxBytes)":(?!\{)/g)).toBeNull();
  expect(text).not.toContain('"void"');
});

test('the OpenAPI document has every error of each API', () => {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const ofAdmin = document.components.responses.AdminRefusal.content['application/json'].examples;
  expect(codes.filter((code) => ofAdmin[code]?.value.error.code !== code)).toEqual([]);
  const { ImRefusal } = document.components.schemas;
  for (const code of codes) expect(ImRefusal.description).toContain(`| ${imErrors[code].err} |`);
  expect(codes.filter((code) => !ImRefusal.description.includes(` | ${errorCodes[code]} |`))).toEqual([]);
  for (const code of codes) {
    const { status, code: number } = apiErrors[code];
    const { schema, examples } =
      document.components.responses[`ApiRefusal${status}`].content['application/json'];
    expect(schema.properties.code.enum).toContain(number);
    expect(examples[code].value).toMatchObject({ code: number, error: true });
  }
});

test("the examples of the OpenAPI document are the documents' own, and match their schemas", () => {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false });
  ajv.addSchema(document, 'openapi.json');
  const shown: string[] = [];
  const wrong: unknown[] = [];
  for (const { pointer, media } of mediaIn(document)) {
    const examples = [
      ...(media.example === undefined ? [] : [media.example]),
      ...Object.values(media.examples ?? {}).map(({ value }) => value),
    ];
    if (examples.length === 0) continue;
    shown.push(pointer);
    const check = ajv.compile({ $ref: `openapi.json#${pointer}/schema` });
    for (const example of examples)
      if (!check(example)) wrong.push({ pointer, errors: check.errors, example });
  }
  expect(wrong).toEqual([]);

  const documented = [
    ...readExamples().map(({ path }) => ({ method: 'post', path })),
    ...readApiExamples()
      .filter(({ responses }) => responses.some(({ error }) => error !== true))
      .map(({ method, path }) => ({ method: method.toLowerCase(), path })),
  ];
  const answers = documented.map(
    ({ method, path }) => `/paths/${escape(path)}/${method}/responses/200/content/application~1json`,
  );
  expect(answers.filter((answer) => !shown.includes(answer))).toEqual([]);
});

/** Every media type object of the document, with its location. */
function mediaIn(value: unknown, pointer = ''): { pointer: string; media: Media }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = `${pointer}/${escape(name)}`;
    if (name !== 'content' || pointer.endsWith('/properties')) return mediaIn(member, at);
    return Object.entries(member as Record<string, Media>).map(([type, media]) => ({
      pointer: `${at}/${escape(type)}`,
      media,
    }));
  });
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
