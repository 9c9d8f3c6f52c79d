import { admin } from '@kith/contract';
import { appealsHandlers } from './appeals.js';
import { auditHandlers } from './audit.js';
import { connectionsHandlers } from './connections.js';
import { contentHandlers } from './content.js';
import { deskHandlers } from './desk.js';
import { implement, type AdminRoute } from './implement.js';
import { childSafetyHandlers } from './child-safety.js';
import { photosHandlers } from './photos.js';
import { reportsHandlers } from './reports.js';
import { groupsHandlers } from './groups.js';
import { jobsHandlers } from './jobs.js';
import { momentsHandlers } from './moments.js';
import { overviewHandlers } from './overview.js';
import { messagesHandlers } from './messages.js';
import { passkeysHandlers } from './passkeys.js';
import { peopleHandlers } from './people.js';
import { plansHandlers } from './plans.js';
import { purchasesHandlers } from './purchases.js';
import { retentionHandlers } from './retention.js';
import { sessionHandlers } from './session.js';
import { settingsHandlers } from './settings.js';
import { staffHandlers } from './staff.js';
import { stickersHandlers } from './stickers.js';
import { supportHandlers } from './support.js';
import { videosHandlers } from './videos.js';
import { tenantsHandlers } from './tenants.js';

/** All endpoints of the admin API with their handlers. */
export function routes(): AdminRoute[] {
  return [
    ...implement(admin.appeals, appealsHandlers),
    ...implement(admin.audit, auditHandlers),
    ...implement(admin.child_safety, childSafetyHandlers),
    ...implement(admin.content, contentHandlers),
    ...implement(admin.desk, deskHandlers),
    ...implement(admin.photos, photosHandlers),
    ...implement(admin.reports, reportsHandlers),
    ...implement(admin.groups, groupsHandlers),
    ...implement(admin.messages, messagesHandlers),
    ...implement(admin.connections, connectionsHandlers),
    ...implement(admin.jobs, jobsHandlers),
    ...implement(admin.overview, overviewHandlers),
    ...implement(admin.passkeys, passkeysHandlers),
    ...implement(admin.people, peopleHandlers),
    ...implement(admin.plans, plansHandlers),
    ...implement(admin.purchases, purchasesHandlers),
    ...implement(admin.retention, retentionHandlers),
    ...implement(admin.session, sessionHandlers),
    ...implement(admin.settings, settingsHandlers),
    ...implement(admin.staff, staffHandlers),
    ...implement(admin.stickers, stickersHandlers),
    ...implement(admin.support, supportHandlers),
    ...implement(admin.moments, momentsHandlers),
    ...implement(admin.videos, videosHandlers),
    ...implement(admin.tenants, tenantsHandlers),
  ];
}
