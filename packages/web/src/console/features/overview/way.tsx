import { Link, linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { useOwnSession } from '../../admin/index.js';

/** The lists behind the figures, each with the permission that opens it. */
const WAYS = {
  online: { needs: 'people', link: linkOptions({ to: '/console/people', search: { list: 'online' } }) },
  newest: { needs: 'people', link: linkOptions({ to: '/console/people', search: { list: 'newest' } }) },
  people: { needs: 'people', link: linkOptions({ to: '/console/people' }) },
  active: { needs: 'groups', link: linkOptions({ to: '/console/groups', search: { order: 'active' } }) },
  jobs: { needs: 'jobs', link: linkOptions({ to: '/console/jobs' }) },
  retention: { needs: 'settings', link: linkOptions({ to: '/console/retention' }) },
  connections: { needs: 'connections', link: linkOptions({ to: '/console/connections' }) },
  photos: { needs: 'photos', link: linkOptions({ to: '/console/photos' }) },
  reports: { needs: 'reports', link: linkOptions({ to: '/console/reports' }) },
  appeals: { needs: 'sanctions', link: linkOptions({ to: '/console/appeals' }) },
  child_safety: { needs: 'child_safety', link: linkOptions({ to: '/console/child-safety' }) },
  moments: { needs: 'videos', link: linkOptions({ to: '/console/moments' }) },
  videos: { needs: 'videos', link: linkOptions({ to: '/console/videos' }) },
} as const satisfies Readonly<Record<string, { needs: Permission; link: unknown }>>;

/** A list that a figure leads to. */
export type WayName = keyof typeof WAYS;

/** The way from a figure to the list behind it. Those who may not see the list see `children` without a link. */
export function Way({ to, children }: { readonly to: WayName; readonly children?: ReactNode }) {
  const t = useTranslations('console.overview.lists');
  const { permissions } = useOwnSession();
  const { needs, link } = WAYS[to];
  if (!permissions.includes(needs)) return children;
  return (
    <Link {...link} className="rounded-joint text-accent hover:underline">
      {children ?? t(to)}
    </Link>
  );
}
