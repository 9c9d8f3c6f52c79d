import type { AccountId } from '../kernel/index.js';

/** What other people see of an account. */
export interface Profile {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  readonly letter: string;
  readonly signature: string;
  /** 0 man, 1 woman. */
  readonly sex: 0 | 1;
  /** The name below which the photo is fetched, which nobody can guess; null for somebody without one. */
  readonly photoName: string | null;
  /** File name of the picture above the own moments, or null. */
  readonly cover: string | null;
  readonly maySeeMoments: boolean;
  /** Whether this account serves customers. */
  readonly isAgent: boolean;
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Milliseconds of the last sign of life. */
  readonly lastSeenAt: number;
}

/** What the owner sees of the own account. */
export interface OwnProfile extends Profile {
  readonly phone: string | null;
  readonly email: string | null;
  readonly clientId: string;
  readonly channel: string;
  readonly address: string;
  /** With this code the owner invites others. */
  readonly ownCode: string;
  /** User name of who invited the owner. */
  readonly inviterName: string | null;
  /** What the favourites take. */
  readonly keptBytes: number;
}
