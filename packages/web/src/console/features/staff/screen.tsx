import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { KeyRound, LogOut, Trash2, UserCog, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { ActionsMenu } from '../../parts/actions-menu.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { Roles } from './roles.js';

const StaffDialog = lazy(async () => ({ default: (await import('./dialogs.js')).StaffDialog }));

export type Member = Result<typeof admin.staff.list>[number];

/** What is about to be done, with a member of staff or to add one. */
export type Task =
  | { readonly kind: 'add' }
  | { readonly kind: 'role' | 'reset' | 'endSessions' | 'remove'; readonly member: Member };

/** The staff of the tenant, and what each role may do. */
export function StaffScreen() {
  const t = useTranslations('console.staff');
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => ask('GET', '/admin/staff') });
  const [task, setTask] = useState<Task>();
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" onClick={() => setTask({ kind: 'add' })}>
          <Icon of={UserPlus} />
          {t('add')}
        </Button>
      }
    >
      <div className="relative flex min-h-0 grow flex-col gap-6 overflow-y-auto px-4 pb-6 md:px-6">
        <Loaded of={staff}>
          {(members) => (
            <Table
              label={t('title')}
              columns={[t('name'), t('role'), t('signIn'), t('lastUse'), t('added'), t('actions')]}
            >
              {members.map((member) => (
                <MemberRow key={member.id} member={member} onTask={setTask} />
              ))}
            </Table>
          )}
        </Loaded>
        <Roles />
      </div>
      {task && (
        <Suspense>
          <StaffDialog task={task} onClose={() => setTask(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function MemberRow({ member, onTask }: { readonly member: Member; readonly onTask: (task: Task) => void }) {
  const t = useTranslations('console.staff');
  const roles = useTranslations('console.roles');
  const format = useFormatter();
  const now = useNow();
  const own = useOwnSession();
  const { id } = useSearch({ from: '/console/staff' });
  const { name, role, isEnrolled, ownsInstallation, lastUsedAt, createdAt } = member;
  return (
    <Row isMarked={member.id === id}>
      <Cell className="min-w-40 font-medium wrap-anywhere">
        {name}
        {member.id === own.staff.id && <span className="font-normal text-secondary"> {t('you')}</span>}
      </Cell>
      <Cell className="whitespace-nowrap">
        {roles(role)}
        {ownsInstallation && <span className="block text-small text-secondary">{t('ownsInstallation')}</span>}
      </Cell>
      <Cell className={isEnrolled ? 'text-secondary' : 'text-warning'}>
        {t(isEnrolled ? 'enrolled' : 'notEnrolled')}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">
        {lastUsedAt === undefined ? t('noSession') : format.relativeTime(Math.min(lastUsedAt, now), now)}
      </Cell>
      <Cell className="whitespace-nowrap text-secondary">{format.dateTime(createdAt, 'date')}</Cell>
      <Cell>
        <Actions member={member} onTask={onTask} />
      </Cell>
    </Row>
  );
}

function Actions({ member, onTask }: { readonly member: Member; readonly onTask: (task: Task) => void }) {
  const t = useTranslations('console.staff');
  const item = (kind: Exclude<Task['kind'], 'add'>, icon: typeof UserCog, isDanger = false) => ({
    icon,
    label: t(`tasks.${kind}`),
    isDanger,
    onChoose: () => onTask({ kind, member }),
  });
  return (
    <ActionsMenu
      label={t('actionsFor', { name: member.name })}
      items={[
        item('role', UserCog),
        item('endSessions', LogOut),
        item('reset', KeyRound),
        item('remove', Trash2, true),
      ]}
    />
  );
}
