import { Compass, MessageCircle, UserRound, UsersRound, type LucideIcon } from 'lucide-react';

/** A place of the product that is one step away everywhere. */
interface Place {
  readonly to: '/chats' | '/contacts' | '/discover' | '/me';
  readonly icon: LucideIcon;
  /** The key of its name in the texts of `app`. */
  readonly name: 'chats' | 'contacts' | 'discover' | 'me';
}

/** The places of the rail and of the tab bar, in their order. */
export const places: readonly Place[] = [
  { to: '/chats', icon: MessageCircle, name: 'chats' },
  { to: '/contacts', icon: UsersRound, name: 'contacts' },
  { to: '/discover', icon: Compass, name: 'discover' },
  { to: '/me', icon: UserRound, name: 'me' },
];
