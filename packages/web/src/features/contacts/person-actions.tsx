import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MessageCircle, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { useAccount, useSubmit } from '../account/index.js';

/** Opens the chat with a friend. */
export function OpenChat({ id }: { readonly id: number }) {
  const t = useTranslations('contacts');
  const { im } = useAccount();
  const navigate = useNavigate();
  const { isBusy, refusal, submit } = useSubmit();

  async function open(): Promise<void> {
    const { list_id: listId } = await im.message.getListId({ user_id: id });
    await navigate({ to: '/chats/$listId', params: { listId } });
  }

  return (
    <div className="flex flex-col gap-3">
      <Button look="main" className="self-start" onClick={() => void submit(open)} isBusy={isBusy}>
        <Icon of={MessageCircle} />
        {t('write')}
      </Button>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </div>
  );
}

interface BefriendProps {
  readonly id: number;
  /** The waiting request of this person, 0 without one. */
  readonly requestId: number;
  readonly greeting: string;
}

/** Accepts the request of a person, or sends one. */
export function Befriend({ id, requestId, greeting }: BefriendProps) {
  const t = useTranslations('contacts');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const [words, setWords] = useState('');
  const [isSent, setSent] = useState(false);
  const isAsked = requestId > 0;

  async function ask(): Promise<void> {
    try {
      if (isAsked) await im.action.friendAddAction({ apply_id: requestId });
      else await im.action.friendAdd({ user_id: id, ...(words.trim() !== '' && { content: words.trim() }) });
      setSent(true);
    } finally {
      // A refusal may mean that the two have become friends meanwhile.
      await queries.invalidateQueries({ queryKey: ['person'] });
    }
  }

  if (isSent && !isAsked) return <Notice>{t('asked')}</Notice>;
  return (
    <form
      className="flex flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(ask);
      }}
    >
      {isAsked ? (
        greeting !== '' && <blockquote className="rounded-bubble bg-other px-4 py-3">{greeting}</blockquote>
      ) : (
        <Field
          label={t('greeting')}
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.target.value)}
          className="w-full max-w-form"
        />
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Button look="main" type="submit" isBusy={isBusy}>
        <Icon of={UserRoundPlus} />
        {isAsked ? t('accept') : t('ask')}
      </Button>
    </form>
  );
}
