import { useState } from 'react';
import { newId } from '../../client/new-id.js';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useSubmit } from '../account/index.js';
import { useWave, type Greeting } from './use-wave.js';

interface GreetSheetProps {
  readonly userId: number;
  readonly name: string;
  readonly greeting: Greeting;
  /** Whether it answers the other person's wave. */
  readonly isAnswer?: boolean;
  readonly onClose: () => void;
}

/** A first greeting: optional words, and what it costs before it is sent. */
export function GreetSheet({ userId, name, greeting, isAnswer = false, onClose }: GreetSheetProps) {
  const t = useTranslations('greet');
  const app = useTranslations('app');
  const wave = useWave();
  const [clientId] = useState(newId);
  const [text, setText] = useState('');
  const { isBusy, refusal, submit } = useSubmit();
  const needsWords = greeting === 'message';

  async function send(): Promise<void> {
    await wave({ userId, greeting, text: text.trim(), clientId });
    onClose();
    toast(t(isAnswer ? 'answered' : 'sent', { name }));
  }

  return (
    <Dialog title={t(`title.${greeting}`, { name })} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(send);
        }}
      >
        <textarea
          aria-label={needsWords ? t('words') : t('optionalWords')}
          placeholder={needsWords ? t('words') : t('optionalWords')}
          value={text}
          rows={3}
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
          className="resize-none rounded-control border border-edge bg-panel px-3 py-2 placeholder:text-secondary"
        />
        <p className="text-small text-secondary">{t(`cost.${isAnswer ? 'answer' : greeting}`)}</p>
        {!isAnswer && <p className="text-small text-secondary">{t('rule')}</p>}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button type="submit" look="main" isBusy={isBusy} disabled={needsWords && text.trim() === ''}>
          {t(`send.${greeting}`)}
        </Button>
      </form>
    </Dialog>
  );
}
