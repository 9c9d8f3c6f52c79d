import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';

const TenantDialog = lazy(async () => ({ default: (await import('./tenant-dialog.js')).TenantDialog }));

export type Tenant = Result<typeof admin.tenants.list>[number];

/** All tenants of the installation, to add one and to rename them; the label above the rail enters them. */
export function TenantsScreen() {
  const t = useTranslations('console.tenants');
  const present = useOwnSession().tenant.id;
  const tenants = useQuery({ queryKey: ['tenants'], queryFn: () => ask('GET', '/admin/tenants') });
  const [task, setTask] = useState<Tenant | 'add'>();
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" onClick={() => setTask('add')}>
          <Icon of={Plus} />
          {t('add')}
        </Button>
      }
    >
      <div className="relative flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-6 md:px-6">
        <p className="max-w-pane text-small text-secondary">{t('hint')}</p>
        <Loaded of={tenants}>
          {(all) => (
            <Table label={t('title')} columns={[t('id'), t('name'), t('actions')]}>
              {all.map((tenant) => (
                <Row key={tenant.id}>
                  <Cell className="tabular-nums">{tenant.id}</Cell>
                  <Cell className="min-w-48 font-medium wrap-anywhere">
                    {tenant.name}
                    {tenant.id === present && (
                      <span className="font-normal text-secondary"> {t('present')}</span>
                    )}
                  </Cell>
                  <Cell>
                    <IconButton
                      label={t('rename', { name: tenant.name })}
                      className="-my-1"
                      onClick={() => setTask(tenant)}
                    >
                      <Icon of={Pencil} size={16} />
                    </IconButton>
                  </Cell>
                </Row>
              ))}
            </Table>
          )}
        </Loaded>
        {task !== undefined && (
          <Suspense>
            <TenantDialog
              task={task}
              free={Math.max(0, ...(tenants.data ?? []).map(({ id }) => id)) + 1}
              onClose={() => setTask(undefined)}
            />
          </Suspense>
        )}
      </div>
    </Page>
  );
}
