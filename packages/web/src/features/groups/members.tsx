import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { EllipsisVertical } from 'lucide-react';
import { lazy, Suspense, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { useAccount } from '../account/index.js';
import { ROLES, type Group, type Member } from './use-group.js';

const MemberMenu = lazy(async () => ({ default: (await import('./member-menu.js')).MemberMenu }));

interface MembersProps {
  readonly listId: string;
  readonly group: Group;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

const ROW = 56;

/**
 * The members: the owner, the admins, then the others; of thousands only those in view exist. One stop of the Tab key, and
 * another one for what can be done with the member of this row.
 */
export function Members({ listId, group, scroller }: MembersProps) {
  const t = useTranslations('groups');
  const { session } = useAccount();
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const [menu, setMenu] = useState<{ member: Member; anchor: Element }>();
  // What stands above the list has grown or shrunk.
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [group]);
  // eslint-disable-next-line react/incompatible-library -- nothing here is memoised by its results
  const virtual = useVirtualizer({
    count: group.member.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => group.member[index]?.user_id ?? index,
    scrollMargin: top,
    overscan: 6,
  });
  const { stop, onKeyDown, onFocus } = useRowKeys({
    list,
    keys: group.member.map(({ user_id: id }) => String(id)),
    show: (index) => virtual.scrollToIndex(index),
  });
  return (
    <section>
      <h3 className="px-4 pb-1 text-small font-medium text-secondary">{t('members')}</h3>
      <ul
        ref={list}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const member = group.member[index];
          return (
            member && (
              <li
                key={key}
                aria-setsize={group.member.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 flex h-14 items-center gap-1 px-2"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                <Row
                  member={member}
                  isOwn={member.user_id === session.userId}
                  isStop={String(member.user_id) === stop}
                />
                {mayAct(group, member, session.userId) && (
                  <IconButton
                    label={t('actionsOf', { name: member.show_name })}
                    tabIndex={String(member.user_id) === stop ? 0 : -1}
                    onClick={({ currentTarget }) => setMenu({ member, anchor: currentTarget })}
                  >
                    <Icon of={EllipsisVertical} size={18} />
                  </IconButton>
                )}
              </li>
            )
          );
        })}
      </ul>
      {menu && (
        <Suspense>
          <MemberMenu listId={listId} group={group} {...menu} onClose={() => setMenu(undefined)} />
        </Suspense>
      )}
    </section>
  );
}

/** Managers act on lower roles. */
function mayAct(
  { is_action: role }: Group,
  { user_id: id, is_admin: other }: Member,
  ownId: number,
): boolean {
  return id !== ownId && role > ROLES.member && role > other;
}

interface RowProps {
  readonly member: Member;
  readonly isOwn: boolean;
  /** Whether the Tab key stops here. */
  readonly isStop: boolean;
}

function Row({ member, isOwn, isStop }: RowProps) {
  const t = useTranslations('groups');
  const { user_id: id, show_name: name, photo, is_admin: role, is_online: isOnline } = member;
  return (
    <Link
      to="/contacts/$userId"
      params={{ userId: String(id) }}
      data-row={id}
      tabIndex={isStop ? 0 : -1}
      className="flex h-full min-w-0 grow items-center gap-3 rounded-card px-2 transition-colors hover:bg-hover"
    >
      <Avatar id={id} name={name} photo={photo} isOnline={isOnline === 1} />
      <span className="min-w-0 grow truncate font-medium">{isOwn ? t('youNamed', { name }) : name}</span>
      {role > ROLES.member && (
        <span className="shrink-0 text-small text-secondary">
          {t(role === ROLES.owner ? 'owner' : 'admin')}
        </span>
      )}
    </Link>
  );
}
