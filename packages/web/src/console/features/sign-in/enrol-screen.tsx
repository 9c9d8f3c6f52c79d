import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { Skeleton } from '../../../ui/skeleton.js';
import { ask, endSession, Loaded, queries, useAction } from '../../admin/index.js';
import { RecoveryCodes } from '../account/index.js';
import { Frame } from './frame.js';

const QrCode = lazy(async () => ({ default: (await import('../../../ui/qr-code.js')).QrCode }));

/** The first sign-in: a password of one's own, an authenticator, and then the recovery codes, once. */
export function EnrolScreen() {
  const t = useTranslations('console.enrol');
  const [codes, setCodes] = useState<readonly string[]>();
  if (!codes) return <Enrolment onEnrolled={setCodes} />;
  return (
    <Frame title={t('codesTitle')} hint={t('codesHint')}>
      <RecoveryCodes codes={codes} />
      <Button look="main" onClick={() => void queries.invalidateQueries({ queryKey: ['session'] })}>
        {t('stored')}
      </Button>
    </Frame>
  );
}

function Enrolment({ onEnrolled }: { readonly onEnrolled: (codes: readonly string[]) => void }) {
  const t = useTranslations('console.enrol');
  const common = useTranslations('console');
  // Each call makes a new secret: what was scanned stays valid as long as the page.
  const started = useQuery({
    queryKey: ['enrolment'],
    queryFn: () => ask('POST', '/admin/session/enrolment'),
    staleTime: Infinity,
    gcTime: 0,
  });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { isBusy, refusal, act } = useAction();

  async function enrol(): Promise<void> {
    const { recoveryCodes } = await ask('PUT', '/admin/session/enrolment', { password, code: code.trim() });
    onEnrolled(recoveryCodes);
  }

  return (
    <Frame title={t('title')} hint={t('hint')}>
      <Form
        submit={t('submit')}
        isBusy={isBusy}
        onSubmit={() => void act(enrol)}
        end={
          <Button look="quiet" onClick={() => void endSession()}>
            {common('signOut')}
          </Button>
        }
      >
        <Field
          label={t('password')}
          hint={t('passwordHint')}
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Loaded of={started}>
          {({ secret, uri }) => (
            <div className="flex flex-col gap-3">
              <p>{t('scan')}</p>
              <div className="flex justify-center">
                <Suspense fallback={<Skeleton className="size-56" />}>
                  <QrCode text={uri} label={t('picture')} />
                </Suspense>
              </div>
              <p className="text-small text-secondary">{t('type')}</p>
              <output className="rounded-control bg-other px-3 py-2 text-center font-medium tracking-wide wrap-anywhere select-all">
                {secret}
              </output>
            </div>
          )}
        </Loaded>
        <Field
          label={common('code')}
          hint={t('codeHint')}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
    </Frame>
  );
}
