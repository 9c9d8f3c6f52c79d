import { ImagePlus, SendHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, useAction } from '../../admin/index.js';
import { readPicture } from '../../parts/read-picture.js';

/** Writes to a customer. What could not be sent stays, and is sent once, however often it is tried. */
export function DeskForm({ id, onSent }: { readonly id: number; readonly onSent: () => Promise<unknown> }) {
  const t = useTranslations('console.desk');
  const { isBusy, refusal, act } = useAction();
  const [text, setText] = useState('');
  const clientId = useRef(crypto.randomUUID());
  const file = useRef<HTMLInputElement>(null);
  const words = text.trim();

  function send(): void {
    if (words === '') return;
    void act(async () => {
      await ask('POST', '/admin/desk/customers/{id}/messages', {
        id,
        clientId: clientId.current,
        text: words,
      });
      clientId.current = crypto.randomUUID();
      setText('');
      await onSent();
    });
  }

  function sendPicture(chosen: File): void {
    const ownId = crypto.randomUUID();
    void act(async () => {
      const picture = await readPicture(chosen);
      await ask('POST', '/admin/desk/customers/{id}/pictures', { id, clientId: ownId, picture });
      await onSent();
    });
  }

  return (
    <form
      className="flex flex-col gap-2 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <div className="flex items-end gap-2">
        <input
          ref={file}
          type="file"
          accept="image/*"
          aria-label={t('pictureFile')}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen) sendPicture(chosen);
            target.value = '';
          }}
        />
        <IconButton label={t('sendPicture')} disabled={isBusy} onClick={() => file.current?.click()}>
          <Icon of={ImagePlus} />
        </IconButton>
        <textarea
          aria-label={t('answer')}
          placeholder={t('answer')}
          rows={Math.min(6, text.split('\n').length)}
          maxLength={5000}
          value={text}
          onChange={(event) => {
            // Another text is another message.
            if (!isBusy) clientId.current = crypto.randomUUID();
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          className="min-h-11 min-w-0 grow resize-none rounded-control border border-edge bg-panel px-3 py-2 placeholder:text-secondary"
        />
        <IconButton type="submit" look="main" label={t('send')} disabled={isBusy || words === ''}>
          <Icon of={SendHorizontal} />
        </IconButton>
      </div>
    </form>
  );
}
