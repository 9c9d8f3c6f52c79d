import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Maybe, OneOf, Time } from './wire.js';

const figures = {
  online: described(Maybe(Type.Integer()), 'People with an open socket.'),
  messagesPerSecond: Type.Number(),
  p50Ms: described(
    Maybe(Type.Number()),
    'Half of the messages were handed to the sockets of their conversation within this time, in milliseconds.',
  ),
  p99Ms: described(Maybe(Type.Number()), 'The same for 99 of 100.'),
  errorRate: described(
    Maybe(Type.Number()),
    "The part of the requests that failed on the server's side, 0 to 1.",
  ),
  signUps: Type.Integer(),
  storedBytes: described(Maybe(Type.Integer()), 'The size of all files in chats.'),
  databaseBytes: described(Maybe(Type.Integer()), 'Only for the installation.'),
  replicaLagMs: described(
    Maybe(Type.Integer()),
    'How far the slowest copy of the database is behind. Only for the installation, if it has copies.',
  ),
};

const queueFigures = {
  photosWaiting: described(
    Maybe(Type.Integer()),
    'The most that waited in the queue, counted up to 10,000. Absent for the installation, and for queues that the caller may not see.',
  ),
  reportsWaiting: Maybe(Type.Integer()),
  appealsWaiting: Maybe(Type.Integer()),
  childSafetyWaiting: Maybe(Type.Integer()),
};

const Current = described(
  Type.Object(figures),
  'Rates of the last five full minutes; sign-ups of the last 24 hours. What is unknown is absent.',
);

export const show = adminEndpoint({
  method: 'GET',
  path: '/admin/overview',
  summary: 'How it goes now: figures of the tenant, and the queues that the caller may see.',
  needs: 'overview',
  result: Type.Object({
    tenant: Current,
    installation: described(
      Maybe(
        Type.Object({
          ...figures,
          nodes: described(Type.Integer(), 'Nodes that are alive.'),
          isBusFlowing: described(
            Type.Boolean(),
            'Whether events of the node that answers reach the others.',
          ),
          diskFreeBytes: described(Type.Integer(), 'Free space of the data folder of the node that answers.'),
        }),
      ),
      'The same of all tenants together. Only for who owns the installation.',
    ),
    queues: Type.Array(
      Type.Object({
        name: OneOf('photos', 'reports', 'appeals', 'child_safety', 'child_safety_photos'),
        waiting: described(Type.Integer(), 'Counted up to 10,000.'),
        oldestAt: described(Maybe(Time), 'When the oldest item began to wait. Absent if none does.'),
        firstDecisionMs: described(
          Maybe(Type.Number()),
          'The median time that newly decided items had waited for their first decision. Absent without decisions.',
        ),
      }),
    ),
    storage: described(
      Type.Array(
        Type.Object({
          kind: described(
            OneOf(
              'chat_files',
              'evidence',
              'moments',
              'photos',
              'old_photos',
              'videos',
              'avatars',
              'data_exports',
            ),
            '`chat_files`: files in chats; `evidence`: those that only evidence references; `old_photos`: photos that no card shows.',
          ),
          amount: Type.Integer(),
          bytes: described(
            Maybe(Type.Integer()),
            'As stored; of chats and moments without thumbnails. Absent until the sizes of all are known.',
          ),
        }),
      ),
      'What the tenant stores of each kind; kinds without anything are left out.',
    ),
    summedAt: described(Maybe(Time), 'When it was summed, every 15 minutes. Absent if nothing is stored.'),
  }),
});

export const series = adminEndpoint({
  method: 'GET',
  path: '/admin/overview/figures',
  summary: 'Figures over a period, for charts.',
  needs: 'overview',
  params: {
    of: described(OneOf('tenant', 'installation'), '`installation` only for who owns it.'),
    period: OneOf('hour', 'day', 'week', 'month'),
  },
  result: Type.Object({
    since: Time,
    until: Time,
    pointMs: described(Type.Integer(), 'The distance of two points.'),
    points: described(
      Type.Array(Type.Object({ at: Time, ...figures, ...queueFigures })),
      'Oldest first. A time without any figures has no point. `online` is the most people at once.',
    ),
  }),
});
