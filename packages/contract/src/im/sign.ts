import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';

export const updateSignData = endpoint({
  path: '/im/sign/updateSignData',
  summary: 'Checks in for today; further calls on the same day change nothing.',
  result: Type.Object({
    is_new: described(Type.Integer(), '1 if this is the first check-in today.'),
    days: described(Type.Integer(), 'Consecutive days up to today.'),
    total: Type.Integer(),
  }),
});
