import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { useAccount, useSubmit } from '../account/index.js';

interface NoticeProps {
  readonly listId: string;
  readonly mayEdit: boolean;
}

/** What managers want everybody in the group to know. */
export function Notice({ listId, mayEdit }: NoticeProps) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const [isEditing, setEditing] = useState<boolean>();
  const { data } = useQuery({
    queryKey: ['conversation', listId, 'notices'],
    queryFn: () => im.message.getGroupNotice({ list_id: listId }),
  });
  const notice = data?.find(({ is_top: isTop }) => isTop === 1) ?? data?.[0];
  if (data === undefined || (!notice && !mayEdit)) return null;
  return (
    <section>
      <h3 className="pb-1 text-small font-medium text-secondary">{t('notice')}</h3>
      {isEditing ? (
        <EditNotice listId={listId} text={notice?.content ?? ''} onEnd={() => setEditing(false)} />
      ) : (
        <>
          {notice && <p className="whitespace-pre-wrap wrap-anywhere">{notice.content}</p>}
          {mayEdit && (
            <Button
              look="quiet"
              className="-ms-4 h-9"
              autoFocus={isEditing === false}
              onClick={() => setEditing(true)}
            >
              {t(notice ? 'changeNotice' : 'writeNotice')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

interface EditNoticeProps {
  readonly listId: string;
  readonly text: string;
  readonly onEnd: () => void;
}

function EditNotice({ listId, text: stored, onEnd }: EditNoticeProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const queries = useQueryClient();
  const { isBusy, refusal, submit } = useSubmit();
  const [text, setText] = useState(stored);

  async function save(): Promise<void> {
    await im.message.setGroupData({ list_id: listId, type: 'notice', content: text.trim() });
    await queries.invalidateQueries({ queryKey: ['conversation', listId] });
  }

  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(save).then((isDone) => isDone && onEnd());
      }}
    >
      <textarea
        aria-label={t('notice')}
        value={text}
        rows={4}
        maxLength={2000}
        autoFocus
        onChange={(event) => setText(event.target.value)}
        className="w-full resize-y rounded-control border border-edge bg-panel px-3 py-2"
      />
      {refusal !== undefined && (
        <p role="alert" className="text-small text-danger">
          {refusal}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onEnd}>{app('cancel')}</Button>
        <Button look="main" type="submit" isBusy={isBusy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
