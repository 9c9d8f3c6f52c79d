import { Type } from 'typebox';
import { described } from '../described.js';
import { adminEndpoint } from './endpoint.js';
import { Settings } from './shapes.js';
import { Maybe, Text } from './wire.js';

export const list = adminEndpoint({
  method: 'GET',
  path: '/admin/settings',
  summary: 'All settings of the tenant, each with the values that it accepts.',
  needs: 'settings',
  result: Settings,
});

export const change = adminEndpoint({
  method: 'PUT',
  path: '/admin/settings',
  summary:
    'Changes some settings, all or none. They apply at once at every node and open socket. A dangerous one needs a fresh proof of identity.',
  needs: 'settings',
  params: {
    version: described(
      Type.Integer({ minimum: 0 }),
      'The `version` that the caller has seen; refused as `stale` if somebody has changed a setting since.',
    ),
    values: described(
      Maybe(Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Number(), Type.String()]))),
      'New values by name. A refusal names the setting in `field`.',
    ),
    reset: described(
      Maybe(Type.Array(Text({ maxLength: 64 }), { maxItems: 1000 })),
      'Names of settings that return to their defaults.',
    ),
  },
  result: Settings,
});
