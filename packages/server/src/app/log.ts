import { pino, type Logger } from 'pino';

/** JSON lines on standard error; what must not be read there is taken out wherever it stands. */
export function makeLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
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
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
