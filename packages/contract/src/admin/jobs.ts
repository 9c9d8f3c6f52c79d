import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Id, Maybe, OneOf, Time } from './wire.js';

const WorkKind = OneOf('message', 'export');

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/jobs',
  summary: 'The background jobs of the installation, and the work of the tenant that has failed.',
  needs: 'jobs',
  result: Type.Object({
    jobs: Type.Array(
      Type.Object({
        job: described(Type.String(), 'The name, as in the log.'),
        startedAt: described(Time, 'When the last run began.'),
        ms: described(Type.Integer(), 'How long it took.'),
        nextAt: described(Time, 'When the next one is due.'),
        runs: described(Type.Integer(), 'Since the installation keeps count.'),
        failures: Type.Integer(),
        failedAt: described(Maybe(Time), 'When a run last failed.'),
        error: described(Maybe(Type.String()), 'Why; only for who owns the installation.'),
        waiting: described(
          Maybe(Type.Object({ amount: Type.Integer(), oldestAt: Maybe(Time) })),
          'What waits in the tenant, counted up to 10,000, for jobs that serve people one by one.',
        ),
      }),
    ),
    failed: described(
      Type.Array(
        Type.Object({
          kind: WorkKind,
          id: described(Id, 'Of the message, or of the account whose copy it is.'),
          job: Type.String(),
          state: described(Type.String(), '`waiting`: another attempt follows by itself.'),
          recipient: described(Type.String(), 'A masked address, or the id of an account.'),
          at: Time,
          attempts: Type.Integer(),
          answer: described(Type.String(), 'What the provider answered, masked.'),
          canRetry: described(Type.Boolean(), 'Not for a settled message: its address is forgotten.'),
        }),
      ),
      'Newest first, at most 50.',
    ),
  }),
});

export const retry = adminEndpoint({
  method: 'POST',
  path: '/admin/jobs/retry',
  summary: 'Lets a job try again now.',
  needs: 'jobs',
  params: { kind: WorkKind, id: Id },
});
