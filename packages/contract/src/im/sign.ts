import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const updateSignData = endpoint({
  path: '/im/sign/updateSignData',
  summary: 'Checks in for today; further calls on the same day change nothing.',
  result: Type.Object({
    /** 1 if this is the first check-in today. */
    is_new: Type.Integer(),
    /** Consecutive days up to today. */
    days: Type.Integer(),
    total: Type.Integer(),
  }),
});
