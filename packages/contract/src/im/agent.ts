import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';

export const getOnlineList = endpoint({
  path: '/im/agent/getOnlineList',
  summary: 'Lists the links of the explore page.',
  result: Type.Array(
    Type.Object({
      agent_id: described(Type.String(), 'The tenant id.'),
      appName: Type.String(),
      url: Type.String(),
      port: Type.String(),
      status: Type.Integer(),
      is_customer_service: Type.Array(Type.Integer()),
      logo_url: described(Type.String(), 'Path of a picture below `/uploads/`.'),
      create_time: Type.Integer(),
      time: Type.Integer(),
      id: described(Type.String(), '24 hexadecimal digits.'),
      agent_user_id: Type.Integer(),
    }),
  ),
  says: '网站列表',
  source: 'documented',
});
