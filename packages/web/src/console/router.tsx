import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
} from '@tanstack/react-router';
import { createLayerHistory } from '../ui/layers.js';
import { readOverviewFilters, type OverviewFilters } from './features/overview/filters.js';
import { readFilters, type AuditFilters } from './features/audit/filters.js';
import {
  readAnnouncementFilters,
  type AnnouncementFilters,
} from './features/content/announcement-filters.js';
import { readArticleFilters, type ArticleFilters } from './features/content/filters.js';
import { readGroupFilters, type GroupFilters } from './features/groups/filters.js';
import { readPeopleFilters, type PeopleFilters } from './features/people/filters.js';
import { readPhotoFilters, type PhotoFilters } from './features/photos/filters.js';
import { readPostFilters, type PostFilters } from './features/posts/filters.js';
import {
  readDeskFilters,
  readSupportFilters,
  type DeskFilters,
  type SupportFilters,
} from './features/support/filters.js';
import { readMessagesSearch, type MessagesSearch } from './features/messages/search.js';
import { readPurchaseFilters, type PurchaseFilters } from './features/plans/rules.js';
import { readSettingFilters, type SettingFilters } from './features/settings/drafts.js';
import { Gate } from './gate.js';
import { NotFound, PageFailure } from './failures.js';
import { Home } from './home.js';
import type { consolePaths } from './paths.js';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFailure });

const home = createRoute({
  getParentRoute: () => root,
  path: '/console',
  validateSearch: (search: Record<string, unknown>): OverviewFilters => readOverviewFilters(search),
  component: Home,
});
const photos = createRoute({
  getParentRoute: () => root,
  path: '/console/photos',
  validateSearch: (search: Record<string, unknown>): PhotoFilters => readPhotoFilters(search),
  component: lazyRouteComponent(() => import('./features/photos/index.js'), 'PhotosScreen'),
});
const groups = createRoute({
  getParentRoute: () => root,
  path: '/console/groups',
  validateSearch: (search: Record<string, unknown>): GroupFilters => readGroupFilters(search),
  component: lazyRouteComponent(() => import('./features/groups/index.js'), 'GroupsScreen'),
});
const group = createRoute({
  getParentRoute: () => root,
  path: '/console/groups/$listId',
  component: lazyRouteComponent(() => import('./features/groups/index.js'), 'GroupScreen'),
});
const reports = createRoute({
  getParentRoute: () => root,
  path: '/console/reports',
  validateSearch: ({ clear }: Record<string, unknown>): { clear?: true } => (clear === true ? { clear } : {}),
  component: lazyRouteComponent(() => import('./features/reports/index.js'), 'ReportsScreen'),
});
// The page above shows the person that it names.
const report = createRoute({ getParentRoute: () => reports, path: '/$id' });
const childSafety = createRoute({
  getParentRoute: () => root,
  path: '/console/child-safety',
  component: lazyRouteComponent(() => import('./features/reports/index.js'), 'ChildSafetyScreen'),
});
const childPhotos = createRoute({
  getParentRoute: () => root,
  path: '/console/child-photos',
  validateSearch: ({ state }: Record<string, unknown>): { state?: 'refused' } =>
    state === 'refused' ? { state } : {},
  component: lazyRouteComponent(() => import('./features/child-photos/index.js'), 'ChildPhotosScreen'),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/console/people',
  validateSearch: (search: Record<string, unknown>): PeopleFilters => readPeopleFilters(search),
  component: lazyRouteComponent(() => import('./features/people/index.js'), 'PeopleScreen'),
});
const importPeople = createRoute({
  getParentRoute: () => root,
  path: '/console/people/import',
  component: lazyRouteComponent(() => import('./features/import/index.js'), 'ImportScreen'),
});
const ageChanges = createRoute({
  getParentRoute: () => root,
  path: '/console/people/age-changes',
  component: lazyRouteComponent(() => import('./features/people/index.js'), 'AgeChangesScreen'),
});
const person = createRoute({
  getParentRoute: () => root,
  path: '/console/people/$id',
  params: {
    parse: ({ id }) => {
      if (!/^[1-9]\d{0,14}$/.test(id)) throw notFound();
      return { id: Number(id) };
    },
    stringify: ({ id }) => ({ id: String(id) }),
  },
  validateSearch: ({ clear }: Record<string, unknown>): { clear?: true } => (clear === true ? { clear } : {}),
  component: lazyRouteComponent(() => import('./features/people/index.js'), 'PersonScreen'),
});
const plans = createRoute({
  getParentRoute: () => root,
  path: '/console/plans',
  validateSearch: (search: Record<string, unknown>): PurchaseFilters => readPurchaseFilters(search),
  component: lazyRouteComponent(() => import('./features/plans/index.js'), 'PlansScreen'),
});
const messages = createRoute({
  getParentRoute: () => root,
  path: '/console/messages',
  validateSearch: (search: Record<string, unknown>): MessagesSearch => readMessagesSearch(search),
  component: lazyRouteComponent(() => import('./features/messages/index.js'), 'MessagesScreen'),
});
const appeals = createRoute({
  getParentRoute: () => root,
  path: '/console/appeals',
  component: lazyRouteComponent(() => import('./features/appeals/index.js'), 'AppealsScreen'),
});
const videos = createRoute({
  getParentRoute: () => root,
  path: '/console/videos',
  validateSearch: (search: Record<string, unknown>): PostFilters => readPostFilters(search),
  component: lazyRouteComponent(() => import('./features/videos/index.js'), 'VideosScreen'),
});
const moments = createRoute({
  getParentRoute: () => root,
  path: '/console/moments',
  validateSearch: (search: Record<string, unknown>): PostFilters => readPostFilters(search),
  component: lazyRouteComponent(() => import('./features/moments/index.js'), 'MomentsScreen'),
});
const support = createRoute({
  getParentRoute: () => root,
  path: '/console/support',
  validateSearch: (search: Record<string, unknown>): SupportFilters => readSupportFilters(search),
  component: lazyRouteComponent(() => import('./features/support/index.js'), 'SupportScreen'),
});
const desk = createRoute({
  getParentRoute: () => root,
  path: '/console/desk',
  validateSearch: (search: Record<string, unknown>): DeskFilters => readDeskFilters(search),
  component: lazyRouteComponent(() => import('./features/support/index.js'), 'DeskScreen'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/console/settings',
  validateSearch: (search: Record<string, unknown>): SettingFilters => readSettingFilters(search),
  component: lazyRouteComponent(() => import('./features/settings/index.js'), 'SettingsScreen'),
});
const jobs = createRoute({
  getParentRoute: () => root,
  path: '/console/jobs',
  component: lazyRouteComponent(() => import('./features/jobs/index.js'), 'JobsScreen'),
});
const connections = createRoute({
  getParentRoute: () => root,
  path: '/console/connections',
  component: lazyRouteComponent(() => import('./features/connections/index.js'), 'ConnectionsScreen'),
});
const tenants = createRoute({
  getParentRoute: () => root,
  path: '/console/tenants',
  component: lazyRouteComponent(() => import('./features/tenants/index.js'), 'TenantsScreen'),
});
const retention = createRoute({
  getParentRoute: () => root,
  path: '/console/retention',
  component: lazyRouteComponent(() => import('./features/retention/index.js'), 'RetentionScreen'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/console/audit',
  validateSearch: (search: Record<string, unknown>): AuditFilters => readFilters(search),
  component: lazyRouteComponent(() => import('./features/audit/index.js'), 'AuditScreen'),
});
const articles = createRoute({
  getParentRoute: () => root,
  path: '/console/content',
  validateSearch: (search: Record<string, unknown>): ArticleFilters => readArticleFilters(search),
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'ArticlesScreen'),
});
const article = createRoute({
  getParentRoute: () => root,
  path: '/console/content/articles/$articleId',
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'ArticleScreen'),
});
const announcements = createRoute({
  getParentRoute: () => root,
  path: '/console/content/announcements',
  validateSearch: (search: Record<string, unknown>): AnnouncementFilters => readAnnouncementFilters(search),
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'AnnouncementsScreen'),
});
const announcement = createRoute({
  getParentRoute: () => root,
  path: '/console/content/announcements/$announcementId',
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'AnnouncementScreen'),
});
const links = createRoute({
  getParentRoute: () => root,
  path: '/console/content/links',
  validateSearch: ({ place }: Record<string, unknown>): { place?: 'explore' } =>
    place === 'explore' ? { place } : {},
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'LinksScreen'),
});
const reasons = createRoute({
  getParentRoute: () => root,
  path: '/console/content/reasons',
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'ReasonsScreen'),
});
const avatars = createRoute({
  getParentRoute: () => root,
  path: '/console/content/avatars',
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'AvatarsScreen'),
});
const stickers = createRoute({
  getParentRoute: () => root,
  path: '/console/content/stickers',
  component: lazyRouteComponent(() => import('./features/content/index.js'), 'StickersScreen'),
});
const staff = createRoute({
  getParentRoute: () => root,
  path: '/console/staff',
  validateSearch: ({ id }: Record<string, unknown>): { id?: number } =>
    Number.isSafeInteger(id) ? { id: id as number } : {},
  component: lazyRouteComponent(() => import('./features/staff/index.js'), 'StaffScreen'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/console/account',
  component: lazyRouteComponent(() => import('./features/account/index.js'), 'AccountScreen'),
});

/** The pages of the console; see `consolePaths` for the list that the server reads. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    photos,
    reports.addChildren([report]),
    childSafety,
    childPhotos,
    appeals,
    people,
    importPeople,
    ageChanges,
    person,
    groups,
    group,
    messages,
    plans,
    videos,
    moments,
    support,
    desk,
    settings,
    jobs,
    connections,
    tenants,
    retention,
    audit,
    articles,
    article,
    announcements,
    announcement,
    links,
    reasons,
    avatars,
    stickers,
    staff,
    account,
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
type Routed = Exclude<keyof typeof router.routesByPath, '' | '/'>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const arePathsComplete: Same<Routed, (typeof consolePaths)[number]> = true;
void arePathsComplete;
