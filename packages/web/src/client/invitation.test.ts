import { expect, test, vi } from 'vitest';
import { findInvitation, inviteCodeOf, keepInvitation, takeInvitation } from './invitation.js';

test('links to people and groups are remembered until they are followed, other addresses are not', () => {
  vi.stubGlobal('sessionStorage', undefined);
  for (const address of ['/', '/me', '/chats/0123', '/address/1', '//add/1'])
    expect(keepInvitation(address), address).toBe(false);
  expect(findInvitation()).toBeUndefined();
  expect(keepInvitation('/join/0123/abc')).toBe(true);
  expect(takeInvitation()).toBe('/join/0123/abc');
  expect(takeInvitation()).toBeUndefined();
});

test('the code of the inviter is in the link to a person', () => {
  vi.stubGlobal('location', { origin: 'https://kith.example' });
  expect(inviteCodeOf('/add/7?code=37af8e86')).toBe('37af8e86');
  expect(inviteCodeOf('/join/0123/abc')).toBe('');
  expect(inviteCodeOf(undefined)).toBe('');
});
