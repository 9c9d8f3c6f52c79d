import type { Locator, Page } from 'playwright-core';
import type { paths } from '../../src/app/paths.js';
import type { World } from './world.js';

type Path = (typeof paths)[number];

/** A page, and what it shows when it is there. */
export interface Screen {
  /** Its path, as the router has it. */
  readonly route: string;
  /** The same with parameters. */
  readonly path: string;
  readonly shown: (page: Page) => Locator;
}

/** The pages that lead to another one. */
export const PASSES: readonly Path[] = ['/', '/add/$userId'];

/** The pages before the sign-in. */
export const SIGNED_OUT: Partial<Record<Path, Screen['shown']>> = {
  '/sign-in': (page) => page.getByRole('heading', { name: 'Welcome back' }),
  '/sign-up': (page) => page.getByRole('heading', { name: 'Create your account' }),
  '/forgot-password': (page) => page.getByRole('heading', { name: 'A new password' }),
};

/** All others. */
export const SIGNED_IN: Partial<Record<Path, Screen['shown']>> = {
  '/chats': (page) => page.getByRole('link', { name: /^bo/ }),
  '/chats/$listId': (page) => page.getByRole('region', { name: 'Messages' }).getByText('Tea at five?'),
  '/contacts': (page) => page.getByRole('searchbox', { name: 'Find a friend' }),
  '/contacts/add': (page) => page.getByRole('button', { name: 'Search' }),
  '/contacts/groups': (page) => page.getByRole('link', { name: 'the club' }),
  '/contacts/requests': (page) => page.getByRole('button', { name: 'Accept' }),
  '/contacts/$userId': (page) => page.getByRole('button', { name: 'Remove friend' }),
  '/join/$listId/$code': (page) => page.getByRole('button', { name: 'Open the chat' }),
  '/discover': (page) => page.getByRole('link', { name: /^dee/ }),
  '/discover/$userId': (page) => page.getByRole('button', { name: /^Wave · / }),
  '/strangers': (page) => page.getByRole('button', { name: /^Unlock/ }),
  '/card': (page) => page.getByRole('button', { name: 'Save' }),
  '/moments': (page) => page.getByRole('article', { name: 'Moments of bo' }),
  '/moments/$userId': (page) => page.getByRole('article', { name: 'Moments of bo' }),
  '/videos': (page) => page.getByRole('article', { name: 'Video of bo: video 2' }),
  '/favourites': (page) => page.getByRole('article').getByText('Tea at five?'),
  '/help': (page) => page.getByRole('link', { name: 'Tea rules' }),
  '/help/$articleId': (page) => page.getByRole('heading', { name: 'Water' }),
  '/me': (page) => page.getByRole('button', { name: 'Sign out' }),
  '/me/profile': (page) => page.getByText('Change picture'),
  '/me/code': (page) => page.getByRole('img', { name: 'QR code with your link' }),
  '/me/account': (page) => page.getByText('You have not given one.'),
  '/me/devices': (page) => page.getByText('This device'),
  '/me/notifications': (page) => page.getByText('Show names and texts'),
  '/me/privacy': (page) => page.getByText('You have blocked nobody.'),
  '/me/appearance': (page) => page.getByText('As the system'),
  '/me/data': (page) => page.getByRole('button', { name: 'Request a copy' }),
  '/me/appeal': (page) => page.getByText('You may write.'),
  '/me/about': (page) => page.getByText('Libraries and their licences'),
};

/** All pages of somebody who is signed in. */
export function screensOf({ bo, dee, listId, groupId, code, articleId }: World): readonly Screen[] {
  return Object.entries(SIGNED_IN).map(([route, shown]) => ({
    route,
    path: route
      .replace('$listId', route.startsWith('/join') ? groupId : listId)
      .replace('$code', code)
      .replace('$userId', String(route.startsWith('/discover') ? dee.id : bo.id))
      .replace('$articleId', String(articleId)),
    shown,
  }));
}

/** A name for the page of a group, which is that of a chat. */
export const GROUP_CHAT = '/chats/$listId, a group';

/** The page of the group. */
export function groupChat({ groupId }: World): Screen {
  const shown = (page: Page) => page.getByRole('button', { name: /details of the group/ });
  return { route: GROUP_CHAT, path: `/chats/${groupId}`, shown };
}

/** Goes to a page without loading everything again, and waits until it is there. */
export async function visit(page: Page, { path, shown }: Pick<Screen, 'path' | 'shown'>): Promise<void> {
  await page.evaluate((to) => history.pushState({}, '', to), path);
  await shown(page).first().waitFor();
}
