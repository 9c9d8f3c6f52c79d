import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import type { im, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { Form } from '../../ui/form.js';
import { Notice } from '../../ui/notice.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { useRefusal, useSubmit } from '../account/index.js';

interface AppealProps {
  /** Whose appeal it is. */
  readonly queryKey: readonly string[];
  /** Appeals, or without a text asks where the appeal stands. */
  readonly appeal: (text?: string) => Promise<Result<typeof im.in.appeal>>;
  /** What is shown to somebody who has nothing to appeal against. */
  readonly none: ReactNode;
}

/** Where an appeal against a sanction stands, and the form for it; each sanction has one. */
export function Appeal({ queryKey, appeal, none }: AppealProps) {
  const t = useTranslations('appeal');
  const refusalOf = useRefusal();
  const field = useId();
  const [text, setText] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  const queries = useQueryClient();
  const state = useQuery({ queryKey, queryFn: () => appeal(), gcTime: 0, staleTime: 0, retry: false });
  const send = () =>
    void submit(async () => {
      queries.setQueryData(queryKey, await appeal(text));
    });
  if (state.error) return <Notice isError>{refusalOf(state.error)}</Notice>;
  if (state.data === undefined) return <SkeletonRows count={2} />;
  const { state: standing, letter } = state.data;
  if (standing === 'none') return none;
  const told = letter !== '' && (
    <p className="rounded-control bg-other p-3 whitespace-pre-wrap wrap-anywhere">{letter}</p>
  );
  if (standing === 'waiting' || standing === 'refused')
    return (
      <>
        {told}
        <Notice>{t(standing)}</Notice>
      </>
    );
  return (
    <>
      {told}
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
  );
}
