import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const getAnnounceMentInfo = endpoint({
  path: '/im/announcement/getAnnounceMentInfo',
  summary: 'The newest announcement; id and status are 0 without one.',
  result: Type.Object({
    id: Type.Integer(),
    title: Type.String(),
    /** HTML without anything that could run. */
    content: Type.String(),
    status: Type.Integer(),
    create_time: Type.String(),
  }),
});
