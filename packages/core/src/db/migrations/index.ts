import type { Migration } from 'kysely';
import * as foundation from './20261122-01-foundation.js';
import * as groups from './20261126-01-groups.js';
import * as favourites from './20261126-02-favourites.js';
import * as moments from './20261126-03-moments.js';
import * as videos from './20261126-04-videos.js';
import * as support from './20261126-05-support.js';
import * as calls from './20261126-06-calls.js';
import * as content from './20261126-07-content.js';
import * as profiles from './20261126-08-profiles.js';
import * as moderation from './20261126-09-moderation.js';
import * as channels from './20261126-10-channels.js';
import * as membership from './20261126-11-membership.js';
import * as photos from './20261126-12-photos.js';
import * as discovery from './20261126-13-discovery.js';
import * as refunds from './20261126-14-refunds.js';
import * as networks from './20261128-30-networks.js';

/** All migrations by name, in order. Only added to, never edited. */
export const migrations: Record<string, Migration> = {
  '20261122-01-foundation': foundation,
  '20261126-01-groups': groups,
  '20261126-02-favourites': favourites,
  '20261126-03-moments': moments,
  '20261126-04-videos': videos,
  '20261126-05-support': support,
  '20261126-06-calls': calls,
  '20261126-07-content': content,
  '20261126-08-profiles': profiles,
  '20261126-09-moderation': moderation,
  '20261126-10-channels': channels,
  '20261126-11-membership': membership,
  '20261126-12-photos': photos,
  '20261126-13-discovery': discovery,
  '20261126-14-refunds': refunds,
  '20261128-30-networks': networks,
};
