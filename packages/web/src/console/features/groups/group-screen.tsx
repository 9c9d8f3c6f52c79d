import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Crown, LockKeyhole, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, buttonLook, IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';

const CloseDialog = lazy(async () => ({ default: (await import('./dialogs.js')).CloseDialog }));
const HandOverDialog = lazy(async () => ({ default: (await import('./dialogs.js')).HandOverDialog }));

export type Group = Result<typeof admin.groups.show>;
export type GroupMember = Result<typeof admin.groups.members>['rows'][number];

/** What is about to be done. */
type Task = { readonly kind: 'close' } | { readonly kind: 'handOver'; readonly to: GroupMember };

/** A group: what it is, its notices and its members, and what staff do about it. It shows no message. */
export function GroupScreen() {
  const t = useTranslations('console.groups');
  const { listId } = useParams({ from: '/console/groups/$listId' });
  const group = useQuery({
    queryKey: ['group', listId],
    queryFn: () => ask('GET', '/admin/groups/{id}', { id: listId }),
  });
  const { permissions } = useOwnSession();
  const [task, setTask] = useState<Task>();
  const isOpen = group.data !== undefined && group.data.closedAt === undefined;
  return (
    <Page
      title={group.data?.name || t('group')}
      start={<Back to="/console/groups" />}
      end={
        <div className="flex shrink-0 gap-2">
          {permissions.includes('messages') && (
            <Link
              to="/console/messages"
              search={{ conversation: listId }}
              aria-label={t('openMessages')}
              className={buttonLook('plain')}
            >
              <Icon of={LockKeyhole} />
              <span className="max-md:hidden">{t('openMessages')}</span>
            </Link>
          )}
          {isOpen && (
            <Button look="danger" onClick={() => setTask({ kind: 'close' })}>
              <Icon of={Trash2} />
              <span className="max-md:sr-only">{t('close.action')}</span>
            </Button>
          )}
        </div>
      }
    >
      <div className="relative flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
        <Loaded of={group}>
          {(data) => (
            <>
              <About group={data} />
              <Notices group={data} />
              {isOpen && <Members group={data} onHandOver={(to) => setTask({ kind: 'handOver', to })} />}
            </>
          )}
        </Loaded>
      </div>
      {task && group.data && (
        <Suspense>
          {task.kind === 'close' ? (
            <CloseDialog group={group.data} onClose={() => setTask(undefined)} />
          ) : (
            <HandOverDialog group={group.data} to={task.to} onClose={() => setTask(undefined)} />
          )}
        </Suspense>
      )}
    </Page>
  );
}

function About({ group }: { readonly group: Group }) {
  const t = useTranslations('console.groups');
  const common = useTranslations('console');
  const format = useFormatter();
  const now = useNow();
  const { id, ownerId, ownerName, members, messages, createdAt, lastSentAt, closedAt } = group;
  const yesNo = (value: boolean) => common(value ? 'yes' : 'no');
  const time = (at: number) => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      {closedAt !== undefined && <Notice>{t('closedSince', { time: time(closedAt) })}</Notice>}
      <section aria-label={t('about')} className="rounded-card border border-line bg-panel p-4">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4">
          <Fact name={t('owner')}>
            {ownerId === undefined ? (
              t('nobody')
            ) : (
              <PersonLink id={ownerId}>{`${ownerName} · ${ownerId}`}</PersonLink>
            )}
          </Fact>
          <Fact name={t('members')}>{format.number(members)}</Fact>
          <Fact name={t('messages')}>{format.number(messages)}</Fact>
          <Fact name={t('lastMessage')}>{format.relativeTime(Math.min(lastSentAt, now), now)}</Fact>
          <Fact name={t('created')}>{time(createdAt)}</Fact>
          <Fact name={t('settings.isMutedAll')}>{yesNo(group.isMutedAll)}</Fact>
          <Fact name={t('settings.needsApproval')}>{yesNo(group.needsApproval)}</Fact>
          <Fact name={t('settings.allowsAnonymous')}>{yesNo(group.allowsAnonymous)}</Fact>
          <Fact name={t('settings.forbidsBefriending')}>{yesNo(group.forbidsBefriending)}</Fact>
          <Fact name={t('settings.isEditable')}>{yesNo(group.isEditable)}</Fact>
          <Fact name={t('id')} isWide>
            <code className="wrap-anywhere">{id}</code>
          </Fact>
        </dl>
      </section>
    </>
  );
}

function Fact({
  name,
  isWide = false,
  children,
}: {
  readonly name: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={isWide ? 'col-span-2' : ''}>
      <dt className="text-small text-secondary">{name}</dt>
      <dd className="tabular-nums wrap-anywhere">{children}</dd>
    </div>
  );
}

function Notices({ group: { notices } }: { readonly group: Group }) {
  const t = useTranslations('console.groups');
  const format = useFormatter();
  if (notices.length === 0) return null;
  return (
    <Section title={t('notices')}>
      <ul className="flex flex-col gap-3">
        {notices.map(({ id, content, isTop, createdAt }) => (
          <li key={id}>
            <p className="whitespace-pre-line wrap-anywhere">{content}</p>
            <p className="text-small text-secondary">
              {format.dateTime(createdAt, 'date')}
              {isTop && ` · ${t('onTop')}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Members({
  group: { id },
  onHandOver,
}: {
  readonly group: Group;
  readonly onHandOver: (to: GroupMember) => void;
}) {
  const t = useTranslations('console.groups');
  const members = useInfiniteQuery({
    queryKey: ['group', id, 'members'],
    queryFn: ({ pageParam }) =>
      ask('GET', '/admin/groups/{id}/members', { id, ...(pageParam > 0 && { after: pageParam }) }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Loaded of={members}>
      {({ pages }) => (
        <>
          <Table
            label={t('memberList')}
            columns={[t('person'), t('role'), t('status'), t('joined'), t('actions')]}
          >
            {pages
              .flatMap(({ rows }) => rows)
              .map((member) => (
                <MemberRow key={member.id} member={member} onHandOver={onHandOver} />
              ))}
          </Table>
          {members.hasNextPage && (
            <Button
              className="self-start"
              isBusy={members.isFetchingNextPage}
              onClick={() => void members.fetchNextPage()}
            >
              {t('moreMembers')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}

function MemberRow({
  member,
  onHandOver,
}: {
  readonly member: GroupMember;
  readonly onHandOver: (to: GroupMember) => void;
}) {
  const t = useTranslations('console.groups');
  const format = useFormatter();
  const { id, username, nickname, groupNickname, role, status, mutedUntil, joinedAt } = member;
  return (
    <Row>
      <Cell className="min-w-48">
        <span className="block font-medium wrap-anywhere">
          <PersonLink id={id}>{groupNickname || nickname}</PersonLink>
        </span>
        <span className="block text-small text-secondary tabular-nums wrap-anywhere">
          {username} · {id}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">{t(`roles.${role}`)}</Cell>
      <Cell className="whitespace-nowrap">
        <span className={status === 'active' ? 'text-secondary' : 'text-warning'}>
          {t(`statuses.${status}`)}
        </span>
        {mutedUntil !== undefined && <span className="text-warning"> · {t('muted')}</span>}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary tabular-nums">
        {format.dateTime(joinedAt, 'date')}
      </Cell>
      <Cell>
        {role !== 'owner' && status === 'active' && (
          <IconButton
            label={t('handOver.actionFor', { name: username })}
            className="-my-1"
            onClick={() => onHandOver(member)}
          >
            <Icon of={Crown} />
          </IconButton>
        )}
      </Cell>
    </Row>
  );
}
