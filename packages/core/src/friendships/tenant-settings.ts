/** The settings of a tenant that belong to the area `friendships`. */
export interface FriendshipsSettings {
  /** Ids separated by `|`: accounts that become friends of every new account. */
  readonly defaultFriends: string;
  /** Whether a new account gets all of them, a random one, or the next in turn. */
  readonly defaultFriendMode: 'all' | 'random' | 'turns';
  /** What they write to every new account; empty for nothing. */
  readonly defaultFriendGreeting: string;
  /** Messages that a user may send to a stranger before an answer. */
  readonly strangerMessages: number;
}

/** The defaults of these settings. */
export const friendshipsSettings: FriendshipsSettings = {
  defaultFriends: '',
  defaultFriendMode: 'all',
  defaultFriendGreeting: '',
  strangerMessages: 3,
};
