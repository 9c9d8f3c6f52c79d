import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { keepInvitation, takeInvitation } from '../client/invitation.js';
import { takePlace } from '../client/place.js';
import { sessions } from '../client/session.js';
import { createLayerHistory } from '../ui/layers.js';
import { NotFound, PageFailure } from './failures.js';
import type { paths } from './paths.js';
import { Shell } from './shell.js';

/** The lists of people that the address may name. */
const PEOPLE = ['near', 'online', 'online_random', 'online_profile', 'seen'] as const;

/** The kinds of favourites that the address may name. */
const SAVED = ['text', 'picture', 'voice', 'video', 'file'] as const;

// Each feature is a file of its own, loaded when somebody goes there; the list of chats is where everybody begins.
const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: PageFailure });

const signedOut = createRoute({
  getParentRoute: () => root,
  id: 'signed-out',
  beforeLoad: () => {
    const { session } = sessions.getState();
    if (!session) return;
    const href = takeInvitation() ?? takePlace(session.userId);
    throw redirect({ to: '/chats', replace: true, ...(href !== undefined && { href }) });
  },
});
const signIn = createRoute({
  getParentRoute: () => signedOut,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/sign-in/index.js'), 'SignInScreen'),
});
const signUp = createRoute({
  getParentRoute: () => signedOut,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../features/sign-in/index.js'), 'SignUpScreen'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location: { href } }) => {
    if (sessions.getState().session) return;
    throw redirect({ to: keepInvitation(href) ? '/sign-up' : '/sign-in', replace: true });
  },
  component: Shell,
});
const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/chats', replace: true });
  },
});
const add = createRoute({
  getParentRoute: () => signedIn,
  path: '/add/$userId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/contacts/$userId', params, replace: true });
  },
});
const chats = createRoute({
  getParentRoute: () => signedIn,
  path: '/chats',
  validateSearch: ({ box }: Record<string, unknown>): { box?: 'archive' } =>
    box === 'archive' ? { box } : {},
  component: lazyRouteComponent(() => import('../features/conversations/index.js'), 'ChatsScreen'),
});
const chat = createRoute({
  getParentRoute: () => chats,
  path: '$listId',
  component: lazyRouteComponent(() => import('../features/chat/index.js'), 'ChatScreen'),
});
const discover = createRoute({
  getParentRoute: () => signedIn,
  path: '/discover',
  validateSearch: ({ list }: Record<string, unknown>): { list?: (typeof PEOPLE)[number] } => {
    const known = PEOPLE.find((name) => name === list);
    return known === undefined ? {} : { list: known };
  },
  component: lazyRouteComponent(() => import('../features/discover/index.js'), 'DiscoverScreen'),
});
const person = createRoute({
  getParentRoute: () => discover,
  path: '$userId',
  component: lazyRouteComponent(() => import('../features/discover/index.js'), 'ProfileScreen'),
});
const strangers = createRoute({
  getParentRoute: () => signedIn,
  path: '/strangers',
  component: lazyRouteComponent(() => import('../features/strangers/index.js'), 'StrangersScreen'),
});
const card = createRoute({
  getParentRoute: () => signedIn,
  path: '/card',
  component: lazyRouteComponent(() => import('../features/own-card/index.js'), 'OwnCardScreen'),
});
const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  component: lazyRouteComponent(() => import('../features/contacts/index.js'), 'ContactsScreen'),
});
const addContact = createRoute({
  getParentRoute: () => contacts,
  path: 'add',
  component: lazyRouteComponent(() => import('../features/contacts/index.js'), 'AddScreen'),
});
const requests = createRoute({
  getParentRoute: () => contacts,
  path: 'requests',
  component: lazyRouteComponent(() => import('../features/contacts/index.js'), 'RequestsScreen'),
});
const groups = createRoute({
  getParentRoute: () => contacts,
  path: 'groups',
  component: lazyRouteComponent(() => import('../features/groups/screens.js'), 'GroupsScreen'),
});
const contact = createRoute({
  getParentRoute: () => contacts,
  path: '$userId',
  component: lazyRouteComponent(() => import('../features/contacts/index.js'), 'PersonScreen'),
});
const join = createRoute({
  getParentRoute: () => signedIn,
  path: '/join/$listId/$code',
  component: lazyRouteComponent(() => import('../features/groups/screens.js'), 'JoinScreen'),
});
const moments = createRoute({
  getParentRoute: () => signedIn,
  path: '/moments',
  component: lazyRouteComponent(() => import('../features/moments/index.js'), 'MomentsScreen'),
});
const momentsOf = createRoute({
  getParentRoute: () => signedIn,
  path: '/moments/$userId',
  component: lazyRouteComponent(() => import('../features/moments/index.js'), 'MomentsScreen'),
});
const videos = createRoute({
  getParentRoute: () => signedIn,
  path: '/videos',
  validateSearch: ({ feed }: Record<string, unknown>): { feed?: 'followed' } =>
    feed === 'followed' ? { feed } : {},
  component: lazyRouteComponent(() => import('../features/videos/index.js'), 'VideosScreen'),
});
const favourites = createRoute({
  getParentRoute: () => signedIn,
  path: '/favourites',
  validateSearch: ({ kind }: Record<string, unknown>): { kind?: (typeof SAVED)[number] } => {
    const known = SAVED.find((name) => name === kind);
    return known === undefined ? {} : { kind: known };
  },
  component: lazyRouteComponent(() => import('../features/favourites/index.js'), 'FavouritesScreen'),
});
const help = createRoute({
  getParentRoute: () => signedIn,
  path: '/help',
  component: lazyRouteComponent(() => import('../features/help/index.js'), 'HelpScreen'),
});
const article = createRoute({
  getParentRoute: () => help,
  path: '$articleId',
  component: lazyRouteComponent(() => import('../features/help/index.js'), 'ArticleScreen'),
});
const forgot = createRoute({
  getParentRoute: () => signedOut,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../features/sign-in/index.js'), 'ForgotScreen'),
});
const me = createRoute({
  getParentRoute: () => signedIn,
  path: '/me',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'MeScreen'),
});

const profile = createRoute({
  getParentRoute: () => me,
  path: 'profile',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'ProfilePage'),
});
const code = createRoute({
  getParentRoute: () => me,
  path: 'code',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'CodePage'),
});
const account = createRoute({
  getParentRoute: () => me,
  path: 'account',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'AccountPage'),
});
const devices = createRoute({
  getParentRoute: () => me,
  path: 'devices',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'DevicesPage'),
});
const notifications = createRoute({
  getParentRoute: () => me,
  path: 'notifications',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'NotificationsPage'),
});
const privacy = createRoute({
  getParentRoute: () => me,
  path: 'privacy',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'PrivacyPage'),
});
const appearance = createRoute({
  getParentRoute: () => me,
  path: 'appearance',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'AppearancePage'),
});
const data = createRoute({
  getParentRoute: () => me,
  path: 'data',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'DataPage'),
});
const appeal = createRoute({
  getParentRoute: () => me,
  path: 'appeal',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'AppealPage'),
});
const about = createRoute({
  getParentRoute: () => me,
  path: 'about',
  component: lazyRouteComponent(() => import('../features/settings/index.js'), 'AboutPage'),
});

/** The pages. What each shows is a feature; see `paths` for the list that the server reads. */
export const router = createRouter({
  routeTree: root.addChildren([
    signedOut.addChildren([signIn, signUp, forgot]),
    signedIn.addChildren([
      start,
      add,
      chats.addChildren([chat]),
      contacts.addChildren([addContact, requests, groups, contact]),
      join,
      discover.addChildren([person]),
      strangers,
      card,
      moments,
      momentsOf,
      videos,
      favourites,
      help.addChildren([article]),
      me.addChildren([
        profile,
        code,
        account,
        devices,
        notifications,
        privacy,
        appearance,
        data,
        appeal,
        about,
      ]),
    ]),
  ]),
  history: createLayerHistory(),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Does not compile if a path is missing in one of both. */
type Routed = Exclude<keyof typeof router.routesByPath, ''>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const arePathsComplete: Same<Routed, (typeof paths)[number]> = true;
void arePathsComplete;
