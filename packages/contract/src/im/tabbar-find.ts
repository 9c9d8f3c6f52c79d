import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const getTabbarFindUrl = endpoint({
  path: '/im/tabbarFind/getTabbarFindUrl',
  summary: 'Returns the URL of the explore tab; empty if none is configured.',
  result: Type.Object({ url: Type.String() }),
});
