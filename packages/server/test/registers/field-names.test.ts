import { api, im, MAX_INTEGER, type Endpoint } from '@kith/contract';
import { MAX_ID } from '@kith/core/kernel';
import { expect, test } from 'vitest';
import { fieldNames } from '../../src/dialects/field-names.js';

const groups: object[] = [...Object.values(im), ...Object.values(api)];
const endpoints = groups.flatMap((group) => Object.values(group) as Endpoint[]);
const parameters = new Set(endpoints.flatMap(({ params }) => Object.keys(params.properties)));

test("a field of core has a parameter's name on the wire, and is no parameter itself", () => {
  for (const [field, name] of Object.entries(fieldNames)) {
    expect(parameters.has(field), field).toBe(false);
    expect(parameters.has(name), name).toBe(true);
  }
});

test('the contract and core have the same largest integer', () => {
  expect(MAX_INTEGER).toBe(MAX_ID);
});
