import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useOwnSession } from '../../admin/index.js';
import type { Drafts } from './drafts.js';

/** The drafts of each member of staff in each tenant, until they are saved or the page of the browser is left. */
const kept = new Map<string, Drafts>();

/** What the reader has changed and not saved: it is still there after another page, or after a session that has ended. */
export function useDrafts(): [drafts: Drafts, setDrafts: (drafts: Drafts) => void] {
  const { staff, tenant } = useOwnSession();
  const key = `${tenant.id} ${staff.id} ${staff.name}`;
  const [drafts, setDrafts] = useState<Drafts>(kept.get(key) ?? new Map());
  // Other pages of the console may be opened; the browser asks before it closes or loads this one.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: () => drafts.size > 0 });
  return [
    drafts,
    (changed) => {
      kept.set(key, changed);
      setDrafts(changed);
    },
  ];
}
