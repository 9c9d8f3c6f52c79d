import { pino, type DestinationStream, type Logger } from 'pino';
import { makeLogThrottle } from './log-throttle.js';
import { showError } from './log-error.js';

const WARN = 40;

/** Writes JSON lines to standard error, with secrets redacted. */
export function makeLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const throttle = makeLogThrottle();
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: {
        err: (error: unknown) => showError(error),
        error: (error: unknown) => showError(error),
        req: ({ method }: { method?: unknown }) => ({ method }),
        res: ({ statusCode }: { statusCode?: unknown }) => ({ statusCode }),
      },
      redact: {
        paths: [
          'password',
          '*.password',
          'token',
          '*.token',
          '_token',
          '*._token',
          'authorization',
          '*.authorization',
        ],
        censor: '(hidden)',
      },
      hooks: {
        logMethod(args, method, severity) {
          const [what, words] = args as unknown as [unknown, string?];
          // For an error alone, pino would log its message.
          const bindings = what instanceof Error ? { err: what } : what;
          const text = what instanceof Error ? (words ?? 'an error') : words;
          const write = (more: object) => {
            if (typeof bindings !== 'object' || bindings === null) method.apply(this, args);
            else method.apply(this, [{ ...bindings, ...more }, text] as unknown as typeof args);
          };
          if (severity < WARN || throttle.mayPass(kindOf(bindings, text), (held) => write({ held })))
            write({});
        },
      },
    },
    destination,
  );
}

/** Lines of the same kind look the same to a reader. */
function kindOf(bindings: unknown, text: string | undefined): string {
  if (typeof bindings !== 'object' || bindings === null) return String(bindings);
  const { err, error = err, route, statement } = bindings as Record<string, unknown>;
  const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return [text, name, code, route, statement].join(' ');
}
