import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const updateSignData = endpoint({
  path: '/im/sign/updateSignData',
  summary: 'Checks in for today; once more on the same day changes nothing.',
  result: Type.Object({
    /** 1 when today was not counted before. */
    is_new: Type.Integer(),
    /** Days in a row up to today. */
    days: Type.Integer(),
    total: Type.Integer(),
  }),
});
