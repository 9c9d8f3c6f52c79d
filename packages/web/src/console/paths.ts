/** The paths of the console's pages: the routes of its router have exactly these, and the server answers exactly these. */
export const consolePaths = [
  '/console',
  '/console/photos',
  '/console/groups',
  '/console/groups/$listId',
  '/console/reports',
  '/console/reports/$id',
  '/console/child-safety',
  '/console/audit',
  '/console/settings',
  '/console/staff',
  '/console/account',
] as const;
