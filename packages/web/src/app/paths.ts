/**
 * The paths of the pages: the routes of the router have exactly these, and the server answers exactly these with the page.
 * A part that begins with `$` is a parameter.
 */
export const paths = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/chats',
  '/chats/$listId',
  '/contacts',
  '/contacts/add',
  '/contacts/requests',
  '/contacts/$userId',
  '/discover',
  '/discover/$userId',
  '/strangers',
  '/card',
  '/moments',
  '/moments/$userId',
  '/videos',
  '/favourites',
  '/help',
  '/help/$articleId',
  '/me',
  '/me/profile',
  '/me/account',
  '/me/devices',
  '/me/privacy',
  '/me/appearance',
  '/me/data',
  '/me/about',
] as const;
