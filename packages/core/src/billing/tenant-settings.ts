import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `billing`. */
export const billingSettings = {
  ticketsPerDay: {
    kind: 'number',
    default: 10,
    min: -1,
    max: 100_000,
    meaning: 'How many new people an account may write to per day; -1 for no limit.',
  },
  vipUnlimitedTickets: {
    kind: 'switch',
    default: true,
    meaning: "Whether VIPs have no such limit; otherwise their plan's number applies.",
  },
  wavesPerDay: {
    kind: 'number',
    default: 30,
    min: 0,
    max: 100_000,
    meaning: 'How many people an account may wave at per day.',
  },
  wavesPerDayVip: {
    kind: 'number',
    default: 100,
    min: 0,
    max: 100_000,
    meaning: 'How many people a VIP may wave at per day.',
  },
  superWavesPerDay: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 100_000,
    meaning: 'How many super waves an account has per day.',
  },
  superWavesPerDayVip: {
    kind: 'number',
    default: 5,
    min: 0,
    max: 100_000,
    meaning: 'How many super waves a VIP has per day.',
  },
  superWaveAgainHours: {
    kind: 'number',
    default: 168,
    min: 0,
    max: 87_600,
    unit: 'hours',
    meaning: 'The time until the next super wave at the same person.',
  },
  strangerKeysPerDay: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 100_000,
    meaning: "How many strangers' conversations an account may unlock per day; VIPs need no keys.",
  },
  halveAtWeight: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 1000,
    meaning:
      "Reports of this total weight halve the reported account's daily quotas for `reportDays`; 0 for never.",
  },
  refundHours: {
    kind: 'number',
    default: 24,
    min: 0,
    max: 8760,
    unit: 'hours',
    meaning:
      'Tickets and super waves spent on an account are refunded if moderation bans that account within this time.',
  },
  receiptMode: {
    kind: 'choice',
    default: 'strict',
    choices: ['strict', 'api', 'trust'],
    forTests: 'trust',
    isDangerous: true,
    meaning:
      'The proof that a purchase needs: `strict`, a signed receipt; `api`, a receipt or an id that the store knows; `trust`, none, for tests: not in production.',
  },
  appleBundleId: {
    kind: 'text',
    default: '',
    maxCharacters: 200,
    meaning: "The bundle id of the tenant's app; empty if it is not sold in the App Store.",
  },
  appleAppId: {
    kind: 'number',
    default: 0,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    meaning: "The app's number in the App Store, which notifications contain; 0 for none.",
  },
  googlePackageName: {
    kind: 'text',
    default: '',
    maxCharacters: 200,
    meaning: "The package name of the tenant's app; empty if it is not sold at Google Play.",
  },
  storeSandbox: {
    kind: 'switch',
    default: false,
    isDangerous: true,
    meaning:
      'On: test purchases of the stores count, and real purchases of the App Store do not. Off: real purchases count, and so do marked test purchases of the App Store.',
  },
  vipGraceHours: {
    kind: 'number',
    default: 24,
    min: 0,
    max: 8760,
    unit: 'hours',
    meaning: 'How long a subscription continues after its end while its renewal is unknown.',
  },
  reportDays: {
    kind: 'number',
    default: 30,
    min: 1,
    max: 3650,
    unit: 'days',
    meaning: 'How long a report counts.',
  },
} as const satisfies SettingSchemas;
