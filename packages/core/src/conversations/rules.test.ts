import { describe, expect, it } from 'vitest';
import { defaultSettings, type AccountId, type Tenant, type TenantId } from '../kernel/index.js';
import type { Entry } from './event-types.js';
import { canBurn, canRecall, peerOf, recallableSince } from './rules.js';
import type { Membership } from './types.js';

const ADA = 1 as AccountId;
const BO = 2 as AccountId;
const NOW = 1_000_000;

function tenant(recallWindowMs: number): Tenant {
  return { id: 1 as TenantId, name: '', settings: { ...defaultSettings, recallWindowMs } };
}

function membership(kind: 'single' | 'group', role: Membership['role'] = 'member'): Membership {
  const pair = kind === 'single' ? ([ADA, BO] as const) : undefined;
  // The rules use only these fields.
  return { conversation: { kind, pair }, role } as unknown as Membership;
}

function message(of: Partial<Entry>): Entry {
  const plain = {
    seq: 1,
    kind: 'message',
    type: 0,
    senderId: ADA,
    sentAt: NOW,
    content: '{"text":"hi"}',
  } as const;
  return {
    ...plain,
    clientId: null,
    replyTo: null,
    gone: null,
    editedAt: null,
    alias: null,
    isWithheld: false,
    ...of,
  };
}

describe('canRecall', () => {
  it('allows the sender until the window ends, or forever without one', () => {
    const old = message({ sentAt: NOW - 120_000 });
    expect(canRecall(tenant(0), membership('single'), message({ sentAt: 0 }), ADA, NOW)).toBe(true);
    expect(canRecall(tenant(120_000), membership('single'), old, ADA, NOW)).toBe(true);
    expect(canRecall(tenant(119_999), membership('single'), old, ADA, NOW)).toBe(false);
    // Setting the clock back does not make a message too old.
    expect(canRecall(tenant(1), membership('single'), message({ sentAt: NOW + 5000 }), ADA, NOW)).toBe(true);
  });

  it('allows nobody else, except managers of a group, who have no window', () => {
    const hers = message({ sentAt: 0 });
    expect(canRecall(tenant(0), membership('single'), hers, BO, NOW)).toBe(false);
    expect(canRecall(tenant(0), membership('single', 'owner'), hers, BO, NOW)).toBe(false);
    expect(canRecall(tenant(0), membership('group'), hers, BO, NOW)).toBe(false);
    for (const role of ['admin', 'owner'] as const)
      expect(canRecall(tenant(1), membership('group', role), hers, BO, NOW)).toBe(true);
  });
});

describe('recallableSince', () => {
  it('is 0 without a window', () => {
    expect(recallableSince(tenant(0), NOW)).toBe(0);
    expect(recallableSince(tenant(1000), NOW)).toBe(NOW - 1000);
  });
});

describe('canBurn', () => {
  it.each([true, 1, 'true', '1'])('allows the recipient to burn a message marked with %j', (yhjf) => {
    const secret = message({ content: JSON.stringify({ text: 'x', yhjf }) });
    expect(canBurn(secret, BO)).toBe(true);
    expect(canBurn(secret, ADA)).toBe(false);
  });

  it.each([false, 0, '0', '', null, undefined, 'yes', [true]])(
    'allows nobody to burn a message marked with %j',
    (yhjf) => {
      expect(canBurn(message({ content: JSON.stringify({ text: 'x', yhjf }) }), BO)).toBe(false);
    },
  );
});

describe('peerOf', () => {
  it('is the other participant, and undefined for a group', () => {
    expect(peerOf(membership('single'), ADA)).toBe(BO);
    expect(peerOf(membership('single'), BO)).toBe(ADA);
    expect(peerOf(membership('group'), ADA)).toBeUndefined();
  });
});
