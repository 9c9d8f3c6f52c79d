import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';

export const getAnnounceMentInfo = endpoint({
  path: '/im/announcement/getAnnounceMentInfo',
  summary:
    'Returns the latest announcement that is for the caller now; `id` and `status` are 0 if none exists.',
  result: Type.Object({
    id: Type.Integer(),
    title: Type.String(),
    content: described(Type.String(), 'HTML without scripts or other executable content.'),
    status: Type.Integer(),
    create_time: Type.String(),
  }),
});
