import type { TSchema } from 'typebox';

/** A copy of a schema with a description for the API reference, which precedes an existing description. */
export function described<S extends TSchema>(schema: S, description: string): S {
  const before = (schema as { description?: string }).description;
  const value = before === undefined ? description : `${description} ${before}`;
  // A spread would lose the members in which TypeBox keeps the kind of a schema: they are not enumerable.
  return Object.defineProperties({} as S, {
    ...Object.getOwnPropertyDescriptors(schema),
    description: { value, enumerable: true },
  });
}
