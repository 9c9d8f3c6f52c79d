import type { AccountsTables } from './accounts.js';
import type { CallsTables } from './calls.js';
import type { ContactsTables } from './contacts.js';
import type { ContentTables } from './content.js';
import type { ConversationsTables } from './conversations.js';
import type { FavouritesTables } from './favourites.js';
import type { DiscoveryTables } from './discovery.js';
import type { GroupsTables } from './groups.js';
import type { MediaTables } from './media.js';
import type { BillingTables } from './billing.js';
import type { ModerationTables } from './moderation.js';
import type { MomentsTables } from './moments.js';
import type { OperationsTables } from './operations.js';
import type { OutboxTables } from './outbox.js';
import type { PrivacyTables } from './privacy.js';
import type { PhotosTables } from './photos.js';
import type { PushTables } from './push.js';
import type { StaffTables } from './staff.js';
import type { SupportTables } from './support.js';
import type { TenantsTables } from './tenants.js';
import type { VideosTables } from './videos.js';

/** Every table with its row type. */
export interface Tables
  extends
    TenantsTables,
    OutboxTables,
    StaffTables,
    AccountsTables,
    ContactsTables,
    MediaTables,
    BillingTables,
    ConversationsTables,
    GroupsTables,
    PushTables,
    FavouritesTables,
    MomentsTables,
    PrivacyTables,
    PhotosTables,
    DiscoveryTables,
    CallsTables,
    ModerationTables,
    SupportTables,
    ContentTables,
    OperationsTables,
    VideosTables {}
