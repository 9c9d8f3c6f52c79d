/** A difference from the expected answer. `rows`: checking requires rows, and there are none. */
export interface Difference {
  readonly kind: 'missing' | 'type' | 'value' | 'rows';
  /** A sentence that names the place, such as `body.data.id is string, not number`. */
  readonly says: string;
}

/** The result of comparing an answer. */
export interface Comparison {
  /** The number of expected members; the rows of a list count once. */
  readonly members: number;
  readonly differences: readonly Difference[];
}

/** Collects the results of a comparison. */
export interface Collector {
  /** Records an expected member. */
  expect(at: string): void;
  /** Records a list of rows. It is a difference if the list is empty everywhere: then no row was checked. */
  list(at: string, length: number): void;
  /**
   * Records a difference; `says` continues the sentence after the place. Repetitions in many rows are reported once.
   */
  differ(kind: Difference['kind'], at: string, says: string): void;
  result(): Comparison;
}

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

/** A value for a message: quoted, without control characters, shortened. */
export function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? typeOf(value) : JSON.stringify(value);
  return shorten(escapeControls(text ?? typeof value), 120);
}

/** A server's text may contain terminal escapes or characters that reverse the direction of a line. */
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
