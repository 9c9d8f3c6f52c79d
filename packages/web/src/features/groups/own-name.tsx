import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { useAccount, useSubmit } from '../account/index.js';

/** The reader's own name in a group. */
export function OwnName({ listId, stored }: { readonly listId: string; readonly stored: string }) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const [text, setText] = useState(stored);

  async function save(): Promise<void> {
    await im.vendor.saveGroupNickName({ list_id: listId, nickname: text.trim() });
    await queries.invalidateQueries({ queryKey: ['conversation', listId] });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(save);
      }}
    >
      <Field
        label={t('ownName')}
        hint={t('ownNameHint')}
        error={refusal}
        value={text}
        maxLength={50}
        onChange={(event) => setText(event.target.value)}
        end={
          text.trim() !== stored && (
            <Button look="quiet" type="submit" isBusy={isBusy} className="h-9 px-3">
              {t('save')}
            </Button>
          )
        }
      />
    </form>
  );
}
