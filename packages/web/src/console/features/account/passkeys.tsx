import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import {
  ask,
  createPasskey,
  hasPasskeys,
  Loaded,
  queries,
  useAction,
  usePasskeys,
} from '../../admin/index.js';

const PasskeyDialog = lazy(async () => ({ default: (await import('./passkey-dialog.js')).PasskeyDialog }));

export type Passkey = Result<typeof admin.passkeys.list>[number];

/** What is being done with a passkey. */
export interface PasskeyTask {
  readonly kind: 'rename' | 'remove';
  readonly passkey: Passkey;
}

/** As many as the server keeps of one member of staff. */
const LIMIT = 10;

/** The reader's passkeys. */
export function Passkeys() {
  const t = useTranslations('console.account');
  const passkeys = usePasskeys();
  const [task, setTask] = useState<PasskeyTask>();
  return (
    <Section title={t('passkeys')} hint={t('passkeysHint')}>
      <Loaded of={passkeys}>
        {(all) => (
          <>
            {all.length > 0 && (
              <ul className="flex flex-col">
                {all.map((passkey) => (
                  <PasskeyRow key={passkey.id} passkey={passkey} onTask={setTask} />
                ))}
              </ul>
            )}
            {all.length >= LIMIT ? (
              <p className="text-small text-secondary">{t('passkeysFull', { limit: LIMIT })}</p>
            ) : hasPasskeys() ? (
              <NewPasskey />
            ) : (
              <p className="text-small text-secondary">{t('noPasskeys')}</p>
            )}
          </>
        )}
      </Loaded>
      {task && (
        <Suspense>
          <PasskeyDialog task={task} onClose={() => setTask(undefined)} />
        </Suspense>
      )}
    </Section>
  );
}

function PasskeyRow({
  passkey,
  onTask,
}: {
  readonly passkey: Passkey;
  readonly onTask: (task: PasskeyTask) => void;
}) {
  const t = useTranslations('console.account');
  const format = useFormatter();
  const now = useNow();
  const { name, createdAt, lastUsedAt } = passkey;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line py-3 not-last:border-b">
      <span className="min-w-0 grow basis-60">
        <span className="block font-medium wrap-anywhere">{name}</span>
        <span className="block text-small text-secondary">
          {lastUsedAt === undefined
            ? t('passkeyUnused')
            : t('passkeyUsed', { time: format.relativeTime(Math.min(lastUsedAt, now), now) })}
          {' · '}
          {t('since', { time: format.dateTime(createdAt, { dateStyle: 'medium', timeStyle: 'short' }) })}
        </span>
      </span>
      <Button aria-label={t('renamePasskey', { name })} onClick={() => onTask({ kind: 'rename', passkey })}>
        {t('rename')}
      </Button>
      <Button
        look="danger"
        aria-label={t('removePasskey', { name })}
        onClick={() => onTask({ kind: 'remove', passkey })}
      >
        {t('remove')}
      </Button>
    </li>
  );
}

function NewPasskey() {
  const t = useTranslations('console.account');
  const [name, setName] = useState('');
  const { isBusy, refusal, act, proof } = useAction();

  async function add(): Promise<void> {
    const passkey = await createPasskey(await ask('POST', '/admin/passkeys/challenge'));
    await ask('POST', '/admin/passkeys', { name: name.trim(), passkey });
    setName('');
    toast(t('passkeyAdded'));
    void queries.invalidateQueries({ queryKey: ['passkeys'] });
  }

  return (
    <>
      <Form submit={t('addPasskey')} isBusy={isBusy} onSubmit={() => void act(add)}>
        <Field
          label={t('passkeyName')}
          hint={t('passkeyNameHint')}
          autoComplete="off"
          maxLength={64}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </>
  );
}
