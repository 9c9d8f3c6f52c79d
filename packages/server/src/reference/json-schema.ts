/** A schema in JSON Schema 2020-12, the version that OpenAPI 3.1 and AsyncAPI 3 use. */
export interface JsonSchema {
  readonly [word: string]: unknown;
}

/** Translates schemas of the contract, and collects the named ones. */
export interface SchemaBook {
  /** The schema as standard JSON Schema; a named one is a reference. */
  of(schema: object): JsonSchema;
  /** The referenced schemas, by name. */
  named(): Readonly<Record<string, JsonSchema>>;
}

/** The members of a schema that identify it. */
interface Shape {
  readonly description?: string;
  readonly properties?: object;
  readonly patternProperties?: object;
}

/** Keywords that the contract adds for the dialects; other tools do not know them. */
const OWN_WORDS: ReadonlySet<string> = new Set(['wire', 'rule', 'alias', 'isSecret', 'maxBytes']);

/**
 * `shapes` are the exports that may become named schemas. Only object schemas do: a reference to a scalar hides its
 * type and saves little.
 */
export function makeSchemaBook(shapes: Readonly<Record<string, unknown>>): SchemaBook {
  const known = new Map(
    Object.entries(shapes).flatMap(([name, shape]) =>
      isObjectSchema(shape) ? [[keyOf(shape), { name, shape }]] : [],
    ),
  );
  const named = new Map<string, JsonSchema>();

  function of(schema: Shape): JsonSchema {
    const found = known.get(keyOf(schema));
    if (!found) return translate(schema);
    const { name, shape } = found;
    if (!named.has(name)) named.set(name, translate(shape));
    const isDescribed = schema.description !== undefined && schema.description !== shape.description;
    return {
      $ref: `#/components/schemas/${name}`,
      ...(isDescribed && { description: schema.description }),
    };
  }

  function translate(schema: object): JsonSchema {
    const words = Object.entries(schema).filter(([word]) => !OWN_WORDS.has(word));
    const translated = Object.fromEntries(words.map(([word, value]) => [word, translateWord(word, value)]));
    return plain({ ...translated, ...describeOwnWords(schema) });
  }

  function translateWord(word: string, value: unknown): unknown {
    if (word === 'properties' || word === 'patternProperties')
      return Object.fromEntries(
        Object.entries(value as Record<string, object>).map(([name, one]) => [name, of(one)]),
      );
    if (word === 'items') return of(value as object);
    if (word === 'anyOf') return (value as object[]).map(of);
    return value;
  }

  return { of, named: () => Object.fromEntries([...named].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/**
 * The identity of a schema. It is that of its members, because an optional schema is a copy of its original with the
 * same members.
 */
function keyOf(schema: Shape): object {
  return schema.properties ?? schema.patternProperties ?? schema;
}

function isObjectSchema(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'object';
}

/** Expresses the dialects' keywords in standard ones, as far as possible. */
function describeOwnWords(schema: {
  wire?: string;
  alias?: string;
  maxBytes?: number;
  description?: string;
}): JsonSchema {
  const sentences = [
    schema.description,
    schema.alias && `Also read from \`${schema.alias}\`.`,
    schema.maxBytes && `At most ${schema.maxBytes.toLocaleString('en')} bytes before they are encoded.`,
  ].filter(Boolean);
  return {
    ...(sentences.length > 0 && { description: sentences.join(' ') }),
    ...(schema.wire === 'base64' && { contentEncoding: 'base64' }),
  };
}

/** Rewrites valid output of TypeBox that code generators handle badly. */
function plain(schema: JsonSchema): JsonSchema {
  const { anyOf, patternProperties, ...rest } = schema;
  if (Object.hasOwn(rest, 'const')) return literal(rest);
  const choices = (anyOf as readonly JsonSchema[] | undefined)?.map((choice) => choice['enum']);
  if (choices?.every((choice) => Array.isArray(choice) && choice.length === 1))
    return { ...rest, ...literals(choices.flat()) };
  const patterns = Object.entries((patternProperties as Record<string, JsonSchema> | undefined) ?? {});
  const [only] = patterns;
  if (patterns.length === 1 && only?.[0] === ANY_NAME) return { ...rest, additionalProperties: only[1] };
  return schema;
}

/**
 * Converts `const` to `enum`, which more generators support. States the type, because TypeBox gives every number
 * literal the type `number`.
 */
function literal({ const: value, ...rest }: JsonSchema): JsonSchema {
  return { ...rest, ...literals([value]) };
}

function literals(values: readonly unknown[]): JsonSchema {
  const [type, ...others] = new Set(values.map(typeOf));
  return { type: others.length === 0 ? type : [type, ...others], enum: values };
}

function typeOf(value: unknown): string {
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** The pattern that TypeBox writes for a record with arbitrary keys. */
const ANY_NAME = '^.*$';
