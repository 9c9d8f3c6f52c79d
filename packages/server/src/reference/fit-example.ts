/** The part of JSON Schema that the contract uses. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly minimum?: number;
}

/**
 * Adapts a documented example to the schema of the contract. The documents mask secrets that Kith leaves empty, and
 * omit members that only clients read; omitted members get a minimal valid value.
 */
export function fitExample(schema: object, example: unknown): unknown {
  return fit(schema as Schema, example);
}

function fit(schema: Schema, example: unknown): unknown {
  if (Object.hasOwn(schema, 'const')) return schema.const;
  if (schema.anyOf) return fit(branchFor(schema.anyOf, example), example);
  switch (schema.type) {
    case 'object':
      return fitObject(schema, isRecord(example) ? example : {});
    case 'array':
      return Array.isArray(example) ? example.map((row) => fit(schema.items ?? {}, row)) : [];
    case 'string':
      return typeof example === 'string' ? example : '';
    case 'integer':
      return Number.isInteger(example) ? example : (schema.minimum ?? 0);
    case 'boolean':
      return example === true;
    case 'null':
      return null;
    default:
      return example ?? {};
  }
}

function fitObject(
  { properties, required = [], patternProperties = {} }: Schema,
  example: Readonly<Record<string, unknown>>,
): unknown {
  if (!properties || Object.keys(properties).length === 0) {
    const [row = {}] = Object.values(patternProperties);
    return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, fit(row, value)]));
  }
  const shown = Object.entries(properties).filter(
    ([name]) => required.includes(name) || Object.hasOwn(example, name),
  );
  return Object.fromEntries(shown.map(([name, member]) => [name, fit(member, example[name])]));
}

function branchFor(branches: readonly Schema[], example: unknown): Schema {
  const [first = {}] = branches;
  return (
    branches.find((branch) => Object.hasOwn(branch, 'const') && branch.const === example) ??
    branches.find((branch) => !Object.hasOwn(branch, 'const') && hasType(branch.type, example)) ??
    first
  );
}

function hasType(type: string | undefined, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return type === 'object' ? isRecord(value) : typeof value === type;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
