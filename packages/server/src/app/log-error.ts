import pg from 'pg';

/** The logged part of an error. Fields that are not named here are omitted: they may contain text written by users. */
export interface ShownError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ShownError;
  /** From PostgreSQL: where it failed, never the values. */
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
    // Only the frames: the stack's first lines contain the whole message.
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

/** The message, unless it may quote user input. */
function messageOf(error: Error): string {
  // Invalid values, and errors raised by our own statements.
  if (error instanceof pg.DatabaseError && /^(?:22|P0)/.test(error.code ?? '')) return '(hidden)';
  // A parser quotes the text around the error.
  if (error instanceof SyntaxError) return '(hidden)';
  // Node.js quotes the invalid argument.
  return error.message.replace(/ Received .*/s, '');
}
