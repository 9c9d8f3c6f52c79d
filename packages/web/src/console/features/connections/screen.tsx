import { useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded, useAction } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { useAmounts } from '../../parts/use-amounts.js';

type Connection = Result<typeof admin.connections.list>[number];
type Tested = Result<typeof admin.connections.test>;

/** Whose test sends something, and needs to know whereto. */
const SENDING: ReadonlySet<Connection['name']> = new Set(['mail', 'sms', 'push']);

/** What the server depends on, with a test of each that shows the real answer. */
export function ConnectionsScreen() {
  const t = useTranslations('console.connections');
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => ask('GET', '/admin/connections'),
  });
  return (
    <Page title={t('title')}>
      <div className="relative flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-6 md:px-6">
        <p className="max-w-pane text-small text-secondary">{t('hint')}</p>
        <Loaded of={connections}>
          {(all) => (
            <Table label={t('title')} columns={[t('name'), t('state'), t('test'), t('answer')]}>
              {all.map((one) => (
                <ConnectionRow key={one.name} of={one} />
              ))}
            </Table>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function ConnectionRow({ of: { name, isConfigured } }: { readonly of: Connection }) {
  const t = useTranslations('console.connections');
  const { act, isBusy, refusal, proof } = useAction();
  const [to, setTo] = useState('');
  const [tested, setTested] = useState<Tested>();
  const title = t(`names.${name}`);
  return (
    <Row>
      <Cell className="min-w-48 font-medium">
        {title}
        <span className="block text-small font-normal text-secondary">{t(`hints.${name}`)}</span>
      </Cell>
      <Cell className={isConfigured ? 'whitespace-nowrap text-good' : 'whitespace-nowrap text-secondary'}>
        {t(isConfigured ? 'configured' : 'notConfigured')}
      </Cell>
      <Cell>
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void act(async () =>
              setTested(
                await ask('POST', '/admin/connections/{name}/test', {
                  name,
                  ...(SENDING.has(name) && { to: to.trim() }),
                }),
              ),
            );
          }}
        >
          {SENDING.has(name) && (
            <input
              required
              maxLength={254}
              aria-label={t('to', { name: title })}
              placeholder={t(`receivers.${name as 'mail'}`)}
              value={to}
              onChange={({ target }) => setTo(target.value)}
              className="h-11 w-48 rounded-control border border-edge bg-panel px-3"
            />
          )}
          <Button type="submit" isBusy={isBusy} aria-label={t('testOf', { name: title })}>
            <Icon of={PlugZap} size={16} />
            {t('try')}
          </Button>
        </form>
        {proof}
      </Cell>
      <Cell className="min-w-56 wrap-anywhere">
        <div role="status">
          {refusal === undefined ? tested && <Answer of={tested} /> : <Notice isError>{refusal}</Notice>}
        </div>
      </Cell>
    </Row>
  );
}

function Answer({ of: { isOk, answer, ms } }: { readonly of: Tested }) {
  const t = useTranslations('console.connections');
  const amounts = useAmounts();
  return (
    <>
      <span className={isOk ? 'font-medium text-good' : 'font-medium text-danger'}>
        {t(isOk ? 'works' : 'fails', { time: amounts.duration(ms) })}
      </span>
      <span className="block font-mono text-small text-secondary">{answer}</span>
    </>
  );
}
