import { accountsSettings, type AccountsSettings } from '../accounts/tenant-settings.js';
import { billingSettings, type BillingSettings } from '../billing/tenant-settings.js';
import { callsSettings, type CallsSettings } from '../calls/tenant-settings.js';
import { contactsSettings, type ContactsSettings } from '../contacts/tenant-settings.js';
import { contentSettings, type ContentSettings } from '../content/tenant-settings.js';
import { conversationsSettings, type ConversationsSettings } from '../conversations/tenant-settings.js';
import { discoverySettings, type DiscoverySettings } from '../discovery/tenant-settings.js';
import { favouritesSettings, type FavouritesSettings } from '../favourites/tenant-settings.js';
import { friendshipsSettings, type FriendshipsSettings } from '../friendships/tenant-settings.js';
import { groupsSettings, type GroupsSettings } from '../groups/tenant-settings.js';
import { moderationSettings, type ModerationSettings } from '../moderation/tenant-settings.js';
import { photosSettings, type PhotosSettings } from '../photos/tenant-settings.js';
import { privacySettings, type PrivacySettings } from '../privacy/tenant-settings.js';
import { supportSettings, type SupportSettings } from '../support/tenant-settings.js';
import { tenantsSettings, type TenantsSettings } from '../tenants/tenant-settings.js';
import { videosSettings, type VideosSettings } from '../videos/tenant-settings.js';
import type { TenantId } from './ids.js';

/**
 * The settings of a tenant; each area declares its own. Stored sparsely: the row contains only the differences from the
 * defaults. The Chat API returns some of them as strings in `App/config`.
 */
export interface TenantSettings
  extends
    TenantsSettings,
    AccountsSettings,
    ContactsSettings,
    BillingSettings,
    ConversationsSettings,
    FriendshipsSettings,
    GroupsSettings,
    FavouritesSettings,
    VideosSettings,
    PhotosSettings,
    DiscoverySettings,
    ContentSettings,
    SupportSettings,
    CallsSettings,
    ModerationSettings,
    PrivacySettings {}

/** The settings of a tenant that has changed none. */
export const defaultSettings: TenantSettings = {
  ...tenantsSettings,
  ...accountsSettings,
  ...contactsSettings,
  ...billingSettings,
  ...conversationsSettings,
  ...friendshipsSettings,
  ...groupsSettings,
  ...favouritesSettings,
  ...videosSettings,
  ...photosSettings,
  ...discoverySettings,
  ...contentSettings,
  ...supportSettings,
  ...callsSettings,
  ...moderationSettings,
  ...privacySettings,
};

/** A community of accounts, isolated from all others on the server. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
}
