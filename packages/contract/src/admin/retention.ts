import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Maybe, OneOf, Time } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/retention',
  summary: 'What the tenant keeps of each kind, and for how long.',
  needs: 'settings',
  result: Type.Array(
    Type.Object({
      kind: OneOf(
        'audit',
        'age_group_changes',
        'evidence',
        'photo_evidence',
        'data_exports',
        'unsent_files',
        'outgoing_messages',
        'figures',
      ),
      days: Type.Number(),
      setting: described(Maybe(Type.String()), 'The setting that decides. Absent for a fixed time.'),
      counts: described(
        Maybe(OneOf('all', 'new')),
        '`all`: a change of the setting counts for what is stored too. `new`: for what is kept from then on.',
      ),
      rows: described(Type.Integer(), 'Counted up to 10,000.'),
      bytes: described(Maybe(Type.Integer()), 'The size of the files of these rows, if it is known.'),
      oldestAt: Maybe(Time),
    }),
  ),
});

export const preview = adminEndpoint({
  method: 'GET',
  path: '/admin/retention/preview',
  summary:
    'A dry run: what would be deleted at once if it were kept for some days, or ends within them if it has its end already. Nothing changes.',
  needs: 'settings',
  params: {
    kind: described(
      OneOf('audit', 'age_group_changes', 'evidence', 'photo_evidence', 'data_exports'),
      'Of the first two, what is older than these days; of the others, what ends within them.',
    ),
    days: Type.Integer({ minimum: 0, maximum: 36_500 }),
  },
  result: Type.Object({
    rows: described(Type.Integer(), 'Counted up to 10,000.'),
    bytes: described(Maybe(Type.Integer()), 'The size of the files of these rows, if it is known.'),
  }),
});
