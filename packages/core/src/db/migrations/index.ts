import type { Migration } from 'kysely';
import * as foundation from './20261128-01-foundation.js';
import * as networks from './20261128-30-networks.js';
import * as sessionNetworks from './20261128-31-session-networks.js';
import * as uploadedBytes from './20261128-32-uploaded-bytes.js';
import * as waitingPhotos from './20261128-33-waiting-photos.js';
import * as reportNetworks from './20261128-34-report-networks.js';
import * as filesInSight from './20261128-40-files-in-sight.js';
import * as groupEntrance from './20261128-41-group-entrance.js';
import * as whoIsShown from './20261128-50-who-is-shown.js';
import * as photoNames from './20261128-51-photo-names.js';
import * as evidence from './20261128-52-evidence.js';
import * as foldedText from './20261128-70-folded-text.js';
import * as playMoney from './20261128-80-play-money.js';
import * as newerClients from './20261128-90-newer-clients.js';
import * as installation from './20261128-92-installation.js';
import * as accountEpochs from './20261128-93-account-epochs.js';
import * as clockDoubt from './20261128-94-clock-doubt.js';

/** All migrations by name. Append only and never edit; each name sorts after the previous one. */
export const migrations: Record<string, Migration> = {
  '20261128-01-foundation': foundation,
  '20261128-30-networks': networks,
  '20261128-31-session-networks': sessionNetworks,
  '20261128-32-uploaded-bytes': uploadedBytes,
  '20261128-33-waiting-photos': waitingPhotos,
  '20261128-34-report-networks': reportNetworks,
  '20261128-40-files-in-sight': filesInSight,
  '20261128-41-group-entrance': groupEntrance,
  '20261128-50-who-is-shown': whoIsShown,
  '20261128-51-photo-names': photoNames,
  '20261128-52-evidence': evidence,
  '20261128-70-folded-text': foldedText,
  '20261128-80-play-money': playMoney,
  '20261128-90-newer-clients': newerClients,
  '20261128-92-installation': installation,
  '20261128-93-account-epochs': accountEpochs,
  '20261128-94-clock-doubt': clockDoubt,
};
