import pg from 'pg';

/** What the log shows of an error. Whatever is not named here stays out: other members hold what people wrote. */
export interface ShownError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ShownError;
  /** Of PostgreSQL: where it failed, never with which values. */
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly routine?: string;
}

const CAUSES = 3;

/** An error as the log shows it. */
export function showError(error: unknown, depth = 0): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const { code } = error as { code?: unknown };
  const shown = {
    type: error.name,
    message: messageOf(error),
    ...(typeof code === 'string' && { code }),
    // The frames alone: above them stands the whole message.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(error instanceof pg.DatabaseError && placeOf(error)),
  };
  const isDeep = depth >= CAUSES || error.cause === undefined;
  return isDeep ? shown : { ...shown, cause: showError(error.cause, depth + 1) };
}

function placeOf({ schema, table, column, constraint, routine }: pg.DatabaseError): Partial<ShownError> {
  const named = { schema, table, column, constraint, routine };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => typeof value === 'string'));
}

/** The message, unless it repeats what it is about. */
function messageOf(error: Error): string {
  // Values that are wrong, and what our own statements raise.
  if (error instanceof pg.DatabaseError && /^(?:22|P0)/.test(error.code ?? '')) return '(hidden)';
  // A parser shows where it stumbled.
  if (error instanceof SyntaxError) return '(hidden)';
  // Node.js shows the argument that it did not like.
  return error.message.replace(/ Received .*/s, '');
}
