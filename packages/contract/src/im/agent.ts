import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const getOnlineList = endpoint({
  path: '/im/agent/getOnlineList',
  summary: 'Lists the links of the explore page.',
  result: Type.Array(
    Type.Object({
      /** The tenant id. */
      agent_id: Type.String(),
      appName: Type.String(),
      url: Type.String(),
      port: Type.String(),
      status: Type.Integer(),
      is_customer_service: Type.Array(Type.Integer()),
      /** Path of a picture below `/uploads/`. */
      logo_url: Type.String(),
      create_time: Type.Integer(),
      time: Type.Integer(),
      /** 24 hexadecimal digits. */
      id: Type.String(),
      agent_user_id: Type.Integer(),
    }),
  ),
  says: '网站列表',
  source: 'documented',
});
