import type { AccountId } from '../kernel/index.js';

/** An account as other users see it. */
export interface Profile {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  readonly letter: string;
  readonly signature: string;
  /** 0 male, 1 female. */
  readonly sex: 0 | 1;
  /** Unguessable name in the avatar's path; null without an avatar. */
  readonly avatarName: string | null;
  /** File name of the picture above the account's moments, or null. */
  readonly cover: string | null;
  readonly maySeeMoments: boolean;
  /** Whether the account is a support agent. */
  readonly isAgent: boolean;
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Time of the last activity in milliseconds. */
  readonly lastSeenAt: number;
}

/** An account as its owner sees it. */
export interface OwnProfile extends Profile {
  readonly phone: string | null;
  readonly email: string | null;
  readonly clientId: string;
  readonly channel: string;
  readonly address: string;
  /** The owner's invite code. */
  readonly ownCode: string;
  /** User name of the account that invited the owner. */
  readonly inviterName: string | null;
}
