/** What an answer does otherwise than it should. `rows`: it would take rows to tell, and there are none. */
export interface Difference {
  readonly kind: 'missing' | 'type' | 'value' | 'rows';
  /** A sentence that names the place, such as `body.data.id is string, not number`. */
  readonly says: string;
}

/** How an answer compares with what is known about it. */
export interface Comparison {
  /** How many members were looked for; the rows of a list count once. */
  readonly members: number;
  readonly differences: readonly Difference[];
}

/** Collects what a comparison comes upon. */
export interface Collector {
  /** A member is looked for here. */
  expect(at: string): void;
  /** A list of rows is here. It differs when it is empty wherever it stands: then no row was looked at. */
  list(at: string, length: number): void;
  /** `at` is otherwise: `says` goes on after the place. What is the same in many rows is said once. */
  differ(kind: Difference['kind'], at: string, says: string): void;
  result(): Comparison;
}

/** Makes an empty collector. */
export function collect(): Collector {
  const members = new Set<string>();
  const filled = new Set<string>();
  const found = new Map<string, { kind: Difference['kind']; place: string; says: string; times: number }>();
  return {
    expect: (at) => void members.add(inAnyRow(at)),
    list: (at, length) => {
      if (length > 0) filled.add(inAnyRow(at));
      else differ('rows', at, 'has no rows to compare');
    },
    differ,
    result: () => ({
      members: members.size,
      differences: [...found.values()]
        .filter(({ kind, place }) => kind !== 'rows' || !filled.has(place))
        .map(({ kind, says, times }) => ({ kind, says: times === 1 ? says : `${says} (${times} times)` })),
    }),
  };

  function differ(kind: Difference['kind'], at: string, says: string): void {
    const place = inAnyRow(at);
    const known = found.get(`${kind} ${place}`);
    if (known) known.times += 1;
    else found.set(`${kind} ${place}`, { kind, place, says: `${at} ${says}`, times: 1 });
  }
}

/** The JSON type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A value in a sentence: quoted, without control characters, never long. */
export function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? typeOf(value) : JSON.stringify(value);
  return shorten(escapeControls(text ?? typeof value), 120);
}

/** What a server says may hold escapes of a terminal, or turn the direction of a line. */
export function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A text of at most that many characters. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`;
}

function inAnyRow(at: string): string {
  return at.replaceAll(/\[\d+\]/g, '[]');
}
