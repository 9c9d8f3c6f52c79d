import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { appealBan } from '../../client/session.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { useRefusal, useSubmit } from '../account/index.js';
import { Frame } from './frame.js';

/** Says that an account is banned, and where an appeal stands; one is possible. Import it lazily. */
export function Banned({
  username,
  password,
  onBack,
}: {
  readonly username: string;
  readonly password: string;
  readonly onBack: () => void;
}) {
  const t = useTranslations('signIn.banned');
  const locale = useLocale();
  const refusalOf = useRefusal();
  const field = useId();
  const [text, setText] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  const queries = useQueryClient();
  const queryKey = ['appeal', username];
  const state = useQuery({
    queryKey,
    queryFn: () => appealBan({ username, password }, locale),
    gcTime: 0,
    retry: false,
  });
  const send = () =>
    void submit(async () => {
      queries.setQueryData(queryKey, await appealBan({ username, password, text }, locale));
    });
  return (
    <Frame title={t('title')} hint={t('hint')}>
      {state.error && <Notice isError>{refusalOf(state.error)}</Notice>}
      {state.data === 'none' && <Notice>{t('none')}</Notice>}
      {state.data === 'waiting' && <Notice>{t('waiting')}</Notice>}
      {state.data === 'refused' && <Notice>{t('refused')}</Notice>}
      {state.data === 'open' && (
        <>
          <p>{t('open')}</p>
          {refusal !== undefined && <Notice isError>{refusal}</Notice>}
          <Form submit={t('send')} isBusy={isBusy} isWide onSubmit={send}>
            <div className="flex flex-col gap-1">
              <label htmlFor={field} className="text-small font-medium">
                {t('text')}
              </label>
              <textarea
                id={field}
                rows={6}
                maxLength={2000}
                required
                autoFocus
                value={text}
                onChange={(event) => setText(event.target.value)}
                className="w-full rounded-control border border-edge bg-panel px-3 py-2"
              />
            </div>
          </Form>
        </>
      )}
      <Button onClick={onBack}>{t('back')}</Button>
    </Frame>
  );
}
