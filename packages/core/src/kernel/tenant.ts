import { accountsSettings } from '../accounts/tenant-settings.js';
import { billingSettings } from '../billing/tenant-settings.js';
import { callsSettings } from '../calls/tenant-settings.js';
import { contactsSettings } from '../contacts/tenant-settings.js';
import { contentSettings } from '../content/tenant-settings.js';
import { conversationsSettings } from '../conversations/tenant-settings.js';
import { discoverySettings } from '../discovery/tenant-settings.js';
import { favouritesSettings } from '../favourites/tenant-settings.js';
import { friendshipsSettings } from '../friendships/tenant-settings.js';
import { groupsSettings } from '../groups/tenant-settings.js';
import { moderationSettings } from '../moderation/tenant-settings.js';
import { photosSettings } from '../photos/tenant-settings.js';
import { privacySettings } from '../privacy/tenant-settings.js';
import { staffSettings } from '../staff/tenant-settings.js';
import { supportSettings } from '../support/tenant-settings.js';
import { tenantsSettings } from '../tenants/tenant-settings.js';
import { videosSettings } from '../videos/tenant-settings.js';
import type { TenantId } from './ids.js';
import type { SettingSchema, SettingSchemas, SettingValues } from './setting.js';

/** The settings of a tenant, by the area that declares them, in the order of forms. */
export const settingsByArea = {
  tenants: tenantsSettings,
  accounts: accountsSettings,
  staff: staffSettings,
  contacts: contactsSettings,
  billing: billingSettings,
  conversations: conversationsSettings,
  friendships: friendshipsSettings,
  groups: groupsSettings,
  favourites: favouritesSettings,
  videos: videosSettings,
  photos: photosSettings,
  discovery: discoverySettings,
  content: contentSettings,
  support: supportSettings,
  calls: callsSettings,
  moderation: moderationSettings,
  privacy: privacySettings,
} as const satisfies Readonly<Record<string, SettingSchemas>>;

type Declared = typeof settingsByArea;

/**
 * The settings of a tenant; each area declares its own. Stored sparsely: the row contains only the differences from the
 * defaults. The Chat API returns some of them as strings in `App/config`.
 */
export interface TenantSettings
  extends
    SettingValues<Declared['tenants']>,
    SettingValues<Declared['accounts']>,
    SettingValues<Declared['staff']>,
    SettingValues<Declared['contacts']>,
    SettingValues<Declared['billing']>,
    SettingValues<Declared['conversations']>,
    SettingValues<Declared['friendships']>,
    SettingValues<Declared['groups']>,
    SettingValues<Declared['favourites']>,
    SettingValues<Declared['videos']>,
    SettingValues<Declared['photos']>,
    SettingValues<Declared['discovery']>,
    SettingValues<Declared['content']>,
    SettingValues<Declared['support']>,
    SettingValues<Declared['calls']>,
    SettingValues<Declared['moderation']>,
    SettingValues<Declared['privacy']> {}

/** Which values each setting accepts. */
export const settingSchemas: Readonly<Record<keyof TenantSettings, SettingSchema>> = Object.assign(
  {},
  ...Object.values(settingsByArea),
);

/** The settings of a tenant that has changed none. */
export const defaultSettings = Object.fromEntries(
  Object.entries(settingSchemas).map(([name, schema]) => [name, schema.default]),
) as unknown as TenantSettings; // the defaults have the types of their schemas

/** Whether a text is the name of a setting. */
export function isSettingName(name: string): name is keyof TenantSettings {
  return Object.hasOwn(settingSchemas, name);
}

/** A community of accounts, isolated from all others on the server. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
}
