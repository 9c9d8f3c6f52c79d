import {
  Building2,
  PlugZap,
  Aperture,
  CalendarClock,
  ChartLine,
  Cog,
  Clapperboard,
  Flag,
  Gift,
  Headset,
  Images,
  MessageCircleReply,
  MessagesSquare,
  Newspaper,
  Scale,
  ScrollText,
  ShieldAlert,
  SlidersHorizontal,
  UserRound,
  UserSearch,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { Permission } from '@kith/contract';
import type { OwnSession } from './admin/index.js';
import type { PlainPath } from './paths.js';

interface Place {
  readonly to: PlainPath;
  readonly name:
    | 'overview'
    | 'jobs'
    | 'retention'
    | 'photos'
    | 'reports'
    | 'childSafety'
    | 'childPhotos'
    | 'appeals'
    | 'people'
    | 'groups'
    | 'plans'
    | 'videos'
    | 'moments'
    | 'support'
    | 'desk'
    | 'settings'
    | 'connections'
    | 'tenants'
    | 'audit'
    | 'content'
    | 'staff'
    | 'account';
  readonly icon: LucideIcon;
  /** The permission that opens it, or `desk` for agents; absent for what every member of staff has. */
  readonly needs?: Permission | 'desk';
}

/** Those that belong together, in the order of the rail. */
const sections: readonly (readonly Place[])[] = [
  [{ to: '/console', name: 'overview', icon: ChartLine, needs: 'overview' }],
  [
    { to: '/console/photos', name: 'photos', icon: Images, needs: 'photos' },
    { to: '/console/reports', name: 'reports', icon: Flag, needs: 'reports' },
    { to: '/console/child-safety', name: 'childSafety', icon: ShieldAlert, needs: 'child_safety' },
    { to: '/console/child-photos', name: 'childPhotos', icon: ShieldAlert, needs: 'child_safety' },
    { to: '/console/appeals', name: 'appeals', icon: Scale, needs: 'sanctions' },
  ],
  [
    { to: '/console/people', name: 'people', icon: UserSearch, needs: 'people' },
    { to: '/console/groups', name: 'groups', icon: MessagesSquare, needs: 'groups' },
    { to: '/console/moments', name: 'moments', icon: Aperture, needs: 'videos' },
    { to: '/console/videos', name: 'videos', icon: Clapperboard, needs: 'videos' },
  ],
  [
    { to: '/console/content', name: 'content', icon: Newspaper, needs: 'content' },
    { to: '/console/plans', name: 'plans', icon: Gift, needs: 'purchases' },
    { to: '/console/support', name: 'support', icon: Headset, needs: 'support_desk' },
    { to: '/console/desk', name: 'desk', icon: MessageCircleReply, needs: 'desk' },
  ],
  [
    { to: '/console/settings', name: 'settings', icon: SlidersHorizontal, needs: 'settings' },
    { to: '/console/connections', name: 'connections', icon: PlugZap, needs: 'connections' },
    { to: '/console/tenants', name: 'tenants', icon: Building2, needs: 'tenants' },
    { to: '/console/jobs', name: 'jobs', icon: Cog, needs: 'jobs' },
    { to: '/console/retention', name: 'retention', icon: CalendarClock, needs: 'settings' },
    { to: '/console/audit', name: 'audit', icon: ScrollText, needs: 'audit' },
    { to: '/console/staff', name: 'staff', icon: Users, needs: 'staff' },
    { to: '/console/account', name: 'account', icon: UserRound },
  ],
];

type Viewer = Pick<OwnSession, 'permissions' | 'hasDesk'>;

/** The places of the rail that somebody may see, by section. */
export function sectionsFor({ permissions, hasDesk }: Viewer): readonly (readonly Place[])[] {
  const may = (needs: Place['needs']) =>
    needs === undefined || (needs === 'desk' ? hasDesk : permissions.includes(needs));
  return sections
    .map((places) => places.filter(({ needs }) => may(needs)))
    .filter((places) => places.length > 0);
}

/** All of them. */
export function placesFor(viewer: Viewer): readonly Place[] {
  return sectionsFor(viewer).flat();
}
