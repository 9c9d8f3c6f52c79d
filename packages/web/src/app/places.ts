import {
  Bookmark,
  Clapperboard,
  Compass,
  Images,
  LifeBuoy,
  MessageCircle,
  UserRound,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';

/** A place of the product that is one step away everywhere. */
interface Place {
  readonly to:
    | '/chats'
    | '/contacts'
    | '/discover'
    | '/moments'
    | '/videos'
    | '/favourites'
    | '/help'
    | '/me';
  readonly icon: LucideIcon;
  /** Not in the tab bar of phones: a step further there. */
  readonly isWideOnly?: true;
  /** The key of its name in the texts of `app`. */
  readonly name: 'chats' | 'contacts' | 'discover' | 'moments' | 'videos' | 'favourites' | 'help' | 'me';
}

/** The places of the rail and of the tab bar, in their order. */
export const places: readonly Place[] = [
  { to: '/chats', icon: MessageCircle, name: 'chats' },
  { to: '/contacts', icon: UsersRound, name: 'contacts' },
  { to: '/discover', icon: Compass, name: 'discover' },
  { to: '/moments', icon: Images, name: 'moments', isWideOnly: true },
  { to: '/videos', icon: Clapperboard, name: 'videos', isWideOnly: true },
  { to: '/favourites', icon: Bookmark, name: 'favourites', isWideOnly: true },
  { to: '/help', icon: LifeBuoy, name: 'help', isWideOnly: true },
  { to: '/me', icon: UserRound, name: 'me' },
];
