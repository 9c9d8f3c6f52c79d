import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Headset, MessagesSquare } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, buttonLook } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Empty } from '../../../ui/empty.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { DeskChat } from './desk-chat.js';
import type { DeskFilters } from './filters.js';

type Desk = Result<typeof admin.desk.show>;
export type DeskCustomer = Desk['rows'][number];

const EVERY_MS = 3_000;

/** The customers of the agent as whom the reader answers, and the conversation with one. The address names the customer. */
export function DeskScreen() {
  const t = useTranslations('console.desk');
  const { customer, after } = useSearch({ from: '/console/desk' });
  const desk = useQuery({
    queryKey: ['desk', 'customers', after],
    queryFn: () => ask('GET', '/admin/desk', after === undefined ? {} : { after }),
    refetchInterval: EVERY_MS,
  });
  const agent = desk.data?.agent;
  return (
    <Page
      title={agent ? t('titleOf', { name: agent.username }) : t('title')}
      start={
        customer !== undefined && (
          <span className="lg:hidden">
            <Back to="/console/desk" />
          </span>
        )
      }
      end={agent && <StateButton state={agent.state} />}
    >
      <Loaded of={desk}>
        {(data) =>
          data.agent ? (
            <Chats desk={data} customer={customer} after={after} />
          ) : (
            <Empty icon={Headset} title={t('nobody')} hint={t('nobodyHint')} />
          )
        }
      </Loaded>
    </Page>
  );
}

function StateButton({ state }: { readonly state: NonNullable<Desk['agent']>['state'] }) {
  const t = useTranslations('console.desk');
  const { isBusy, refusal, act } = useAction();
  const isAway = state === 'away';
  return (
    <div className="flex items-center gap-3">
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Button
        look={isAway ? 'main' : 'plain'}
        className="whitespace-nowrap"
        isBusy={isBusy}
        onClick={() =>
          void act(async () => {
            await ask('PUT', '/admin/desk/state', { state: isAway ? 'available' : 'away' });
            await queries.invalidateQueries({ queryKey: ['desk', 'customers'] });
          })
        }
      >
        {t(isAway ? 'return' : 'goAway')}
      </Button>
    </div>
  );
}

function Chats({ desk, customer, after }: DeskFilters & { readonly desk: Desk }) {
  const t = useTranslations('console.desk');
  return (
    <div className="flex min-h-0 grow border-t border-line">
      <nav
        aria-label={t('customers')}
        className={classes(
          'w-full shrink-0 flex-col overflow-y-auto border-line lg:flex lg:w-80 lg:border-e',
          customer === undefined ? 'flex' : 'hidden',
        )}
      >
        {desk.agent?.state === 'away' && (
          <div className="p-3">
            <Notice>{t('isAway')}</Notice>
          </div>
        )}
        {desk.rows.length === 0 ? (
          <Empty icon={MessagesSquare} title={t('empty')} hint={t('emptyHint')} />
        ) : (
          <ul>
            {desk.rows.map((row) => (
              <CustomerRow
                key={row.customerId}
                row={row}
                isOpen={row.customerId === customer}
                after={after}
              />
            ))}
          </ul>
        )}
        {(after !== undefined || desk.next !== undefined) && (
          <div className="flex gap-2 p-3">
            {after !== undefined && (
              <Link to="/console/desk" search={{}} className={buttonLook('plain')}>
                {t('first')}
              </Link>
            )}
            {desk.next !== undefined && (
              <Link to="/console/desk" search={{ after: desk.next }} className={buttonLook('plain')}>
                {t('more')}
              </Link>
            )}
          </div>
        )}
      </nav>
      <div className={classes('min-w-0 grow flex-col lg:flex', customer === undefined ? 'hidden' : 'flex')}>
        {customer === undefined ? (
          <Empty icon={MessagesSquare} title={t('choose')} />
        ) : (
          <DeskChat
            key={customer}
            id={customer}
            name={desk.rows.find(({ customerId }) => customerId === customer)?.customerName}
            agentId={desk.agent?.id}
          />
        )}
      </div>
    </div>
  );
}

function CustomerRow({
  row: { customerId, customerName, waitsSince, lastSentAt, unread, preview },
  isOpen,
  after,
}: {
  readonly row: DeskCustomer;
  readonly isOpen: boolean;
  readonly after: string | undefined;
}) {
  const t = useTranslations('console.desk');
  const format = useFormatter();
  const now = useNow();
  const ago = (at: number) => format.relativeTime(Math.min(at, now), now);
  return (
    <li className="border-b border-line">
      <Link
        to="/console/desk"
        search={{ customer: customerId, ...(after !== undefined && { after }) }}
        activeProps={{ 'aria-current': undefined }}
        aria-current={isOpen ? 'page' : undefined}
        className={classes(
          'flex items-start justify-between gap-3 px-4 py-3 transition-colors hover:bg-hover',
          isOpen && 'bg-tint',
        )}
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{customerName}</span>
          <span className="block truncate text-small text-secondary">{preview || t('noPreview')}</span>
          <span
            className={classes(
              'block text-small',
              waitsSince === undefined ? 'text-secondary' : 'font-medium text-warning',
            )}
          >
            {waitsSince === undefined
              ? t('answered', { time: ago(lastSentAt) })
              : t('waits', { time: ago(waitsSince) })}
          </span>
        </span>
        {unread > 0 && (
          <span className="flex h-6 min-w-6 items-center justify-center rounded-pill bg-accent px-2 text-small font-medium text-on-accent tabular-nums">
            <span className="sr-only">{t('unread')}</span>
            {unread}
          </span>
        )}
      </Link>
    </li>
  );
}
