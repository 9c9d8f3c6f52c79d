import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { MaybeInt, Paginated } from './wire.js';

export const get_list = endpoint({
  path: '/im/middle.Middle/get_list',
  summary: 'Lists the links of the menu.',
  params: { page: MaybeInt({ minimum: 1 }) },
  result: Type.Object(
    Paginated(
      Type.Object({
        id: Type.Integer(),
        name: Type.String(),
        url: Type.String(),
        logo: described(Type.String(), 'Path of a picture below `/uploads/`.'),
        status: Type.Integer(),
        createtime: Type.Integer(),
      }),
    ),
  ),
  reply: 'bare',
  source: 'documented',
});
