import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Gift, Pencil, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';
import { Purchases } from './purchases.js';
import { priceText } from './rules.js';

const PlanDialog = lazy(async () => ({ default: (await import('./plan-dialog.js')).PlanDialog }));
const GrantDialog = lazy(async () => ({ default: (await import('./grant-dialog.js')).GrantDialog }));
const RevokeDialog = lazy(async () => ({ default: (await import('./grant-dialog.js')).RevokeDialog }));

export type Plan = Result<typeof admin.plans.list>[number];

/** What is about to be done. */
type Task = 'grant' | 'revoke' | 'add' | Plan;

/** The plans that people buy, and their purchases. The address holds the search and the page. */
export function PlansScreen() {
  const t = useTranslations('console.plans');
  const { person } = useSearch({ from: '/console/plans' });
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => ask('GET', '/admin/plans') });
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" onClick={() => setTask('grant')}>
          <Icon of={Gift} />
          {t('grant.title')}
        </Button>
      }
    >
      <div className="relative flex min-h-0 grow flex-col gap-6 overflow-y-auto px-4 pb-6 md:px-6">
        <Loaded of={plans}>{(all) => <Plans plans={all} onTask={setTask} />}</Loaded>
        <Purchases onRevoke={() => setTask('revoke')} />
      </div>
      {task !== undefined && (
        <Suspense>
          {task === 'grant' ? (
            <GrantDialog plans={plans.data ?? []} person={person} onClose={close} />
          ) : task === 'revoke' ? (
            person !== undefined && <RevokeDialog person={person} onClose={close} />
          ) : (
            <PlanDialog plan={task === 'add' ? undefined : task} onClose={close} />
          )}
        </Suspense>
      )}
    </Page>
  );
}

function Plans({
  plans,
  onTask,
}: {
  readonly plans: readonly Plan[];
  readonly onTask: (task: Task) => void;
}) {
  const t = useTranslations('console.plans');
  const amounts = useAmounts();
  const mayChange = useOwnSession().permissions.includes('plans');
  const columns = [t('name'), t('months'), t('price'), t('tickets'), t('holders'), t('stores'), t('state')];
  return (
    <section className="flex flex-col gap-3">
      <Table label={t('onSale')} columns={mayChange ? [...columns, t('actions')] : columns}>
        {plans.map((plan) => (
          <Row key={plan.id}>
            <Cell className="min-w-40 wrap-anywhere">
              <span className="font-medium">{plan.name}</span>
              <span className="block text-small text-secondary">{plan.code}</span>
            </Cell>
            <Cell className="tabular-nums">{plan.months}</Cell>
            <Cell className="whitespace-nowrap tabular-nums">
              {plan.currency}
              {priceText(plan.price)}
            </Cell>
            <Cell className="tabular-nums">{plan.tickets}</Cell>
            <Cell className="tabular-nums">{amounts.counted(plan.holders)}</Cell>
            <Cell className="text-small text-secondary wrap-anywhere">
              {[plan.appleProductId, plan.googleProductId].filter(Boolean).join(', ') || t('nowhere')}
            </Cell>
            <Cell className={plan.isHidden ? 'text-secondary' : 'text-good'}>
              {t(plan.isHidden ? 'hidden' : 'offered')}
            </Cell>
            {mayChange && (
              <Cell>
                <IconButton
                  label={t('changeOf', { name: plan.name })}
                  className="-my-1"
                  onClick={() => onTask(plan)}
                >
                  <Icon of={Pencil} />
                </IconButton>
              </Cell>
            )}
          </Row>
        ))}
      </Table>
      {mayChange && (
        <div>
          <Button onClick={() => onTask('add')}>
            <Icon of={Plus} />
            {t('add')}
          </Button>
        </div>
      )}
    </section>
  );
}
