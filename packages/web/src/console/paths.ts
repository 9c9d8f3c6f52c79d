/**
 * The paths of the console's pages: the routes of its router have exactly these, and the server answers exactly these. A part
 * that begins with `$` is a parameter.
 */
export const consolePaths = [
  '/console',
  '/console/photos',
  '/console/groups',
  '/console/groups/$listId',
  '/console/people',
  '/console/people/import',
  '/console/people/age-changes',
  '/console/people/$id',
  '/console/reports',
  '/console/reports/$id',
  '/console/child-safety',
  '/console/child-photos',
  '/console/appeals',
  '/console/messages',
  '/console/jobs',
  '/console/retention',
  '/console/videos',
  '/console/moments',
  '/console/support',
  '/console/desk',
  '/console/audit',
  '/console/plans',
  '/console/settings',
  '/console/connections',
  '/console/tenants',
  '/console/content',
  '/console/content/articles/$articleId',
  '/console/content/announcements',
  '/console/content/announcements/$announcementId',
  '/console/content/links',
  '/console/content/reasons',
  '/console/content/avatars',
  '/console/content/stickers',
  '/console/staff',
  '/console/account',
] as const;

/** The path of a page that is not about one thing. */
export type PlainPath = Exclude<(typeof consolePaths)[number], `${string}$${string}`>;
