import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';

export const getTabbarFindUrl = endpoint({
  path: '/im/tabbarFind/getTabbarFindUrl',
  summary: 'The page that the explore tab opens; empty without one.',
  result: Type.Object({ url: Type.String() }),
});
