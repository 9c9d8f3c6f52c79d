import type { AdminEndpoint } from '@kith/contract';
import { invalid, isStorable } from '@kith/core/kernel';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Value } from 'typebox/value';

/** Compiled on first use. */
const validators = new WeakMap<AdminEndpoint, Validator>();

function validatorOf(endpoint: AdminEndpoint): Validator {
  let validator = validators.get(endpoint);
  if (!validator) validators.set(endpoint, (validator = Compile(endpoint.params as TSchema)));
  return validator;
}

/**
 * The parameters of an endpoint. `texts` are those of the path and the query, which are converted to the declared types;
 * `body` is JSON with its types. Unknown parameters are dropped. Throws `invalid`, naming the first invalid field.
 */
export function validate(
  endpoint: AdminEndpoint,
  { texts, body }: { texts: Readonly<Record<string, unknown>>; body: object },
): Record<string, unknown> {
  const given = { ...(Value.Convert(endpoint.params, { ...texts }) as object), ...body };
  const params = Value.Clean(endpoint.params, given) as Record<string, unknown>;
  const validator = validatorOf(endpoint);
  if (!validator.Check(params)) throw invalid(fieldOf(validator.Errors(params)[0]));
  for (const [name, value] of Object.entries(params)) if (!isStorableValue(value)) throw invalid(name);
  return params;
}

function fieldOf(error: { instancePath: string; params: object } | undefined): string {
  const [missing] =
    (error?.params as { requiredProperties?: string[] } | undefined)?.requiredProperties ?? [];
  const [, name = 'body'] = error?.instancePath.split('/') ?? [];
  return error?.instancePath === '' ? (missing ?? 'body') : name;
}

/** Whether the database can store every text in a value. */
function isStorableValue(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isStorable(name) && isStorableValue(member));
}
