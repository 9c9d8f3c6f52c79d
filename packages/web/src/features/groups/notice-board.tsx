import { Pin } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { Notice as Message } from '../../ui/notice.js';
import { useAccount, useSubmit } from '../account/index.js';
import { useChangeNotices, type GroupNotice } from './use-notices.js';

interface NoticeBoardProps {
  readonly listId: string;
  readonly notices: readonly GroupNotice[];
  readonly mayEdit: boolean;
  readonly onClose: () => void;
}

/** All notices of a group; who may, writes, changes and deletes them. Import it lazily. */
export function NoticeBoard({ listId, notices, mayEdit, onClose }: NoticeBoardProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const [isWriting, setWriting] = useState(notices.length === 0);
  return (
    <Dialog title={t('noticeBoard')} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {mayEdit &&
          (isWriting ? (
            <EditNotice listId={listId} onEnd={() => setWriting(false)} />
          ) : (
            <Button className="self-start" onClick={() => setWriting(true)}>
              {t('writeNotice')}
            </Button>
          ))}
        <ul aria-label={t('noticeBoard')} className="flex flex-col gap-3 empty:hidden">
          {notices.map((notice) => (
            <li key={notice.id} className="rounded-card border border-line p-3">
              <PostedNotice listId={listId} notice={notice} mayEdit={mayEdit} />
            </li>
          ))}
        </ul>
        {notices.length === 0 && !isWriting && <p className="text-secondary">{t('noNotices')}</p>}
      </div>
    </Dialog>
  );
}

interface PostedNoticeProps {
  readonly listId: string;
  readonly notice: GroupNotice;
  readonly mayEdit: boolean;
}

function PostedNotice({ listId, notice, mayEdit }: PostedNoticeProps) {
  const t = useTranslations('groups');
  const [doing, setDoing] = useState<'change' | 'delete'>();
  const { content, is_top: isTop } = notice;
  const end = () => setDoing(undefined);
  if (doing === 'change') return <EditNotice listId={listId} notice={notice} onEnd={end} />;
  return (
    <>
      {isTop === 1 && (
        <p className="flex items-center gap-1 pb-1 text-small font-medium text-accent">
          <Icon of={Pin} size={14} />
          {t('atTop')}
        </p>
      )}
      <p className="whitespace-pre-wrap wrap-anywhere">{content}</p>
      {doing === 'delete' ? (
        <DeleteNotice listId={listId} id={notice.id} onEnd={end} />
      ) : (
        mayEdit && (
          <div className="-mb-1 flex justify-end gap-1 pt-1">
            <Button look="quiet" className="h-9 px-3" onClick={() => setDoing('change')}>
              {t('changeNotice')}
            </Button>
            <Button look="quiet" className="h-9 px-3" onClick={() => setDoing('delete')}>
              {t('deleteNotice')}
            </Button>
          </div>
        )
      )}
    </>
  );
}

interface DeleteNoticeProps {
  readonly listId: string;
  readonly id: number;
  readonly onEnd: () => void;
}

function DeleteNotice({ listId, id, onEnd }: DeleteNoticeProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const change = useChangeNotices(listId);
  const { isBusy, refusal, submit } = useSubmit();
  const remove = () => change(() => im.message.deleteGroupNotice({ list_id: listId, id }));
  return (
    <div role="group" aria-label={t('deleteNotice')} className="flex flex-col gap-2 pt-3">
      <p>{t('deleteNoticeHint')}</p>
      {refusal !== undefined && <Message isError>{refusal}</Message>}
      <div className="flex justify-end gap-2">
        <Button autoFocus onClick={onEnd}>
          {app('cancel')}
        </Button>
        <Button look="danger" isBusy={isBusy} onClick={() => void submit(remove)}>
          {t('deleteNotice')}
        </Button>
      </div>
    </div>
  );
}

interface EditNoticeProps {
  readonly listId: string;
  /** The one that is changed; absent for a new one. */
  readonly notice?: GroupNotice;
  readonly onEnd: () => void;
}

/** The longest notice, in characters. */
const LONGEST = 2000;

function EditNotice({ listId, notice, onEnd }: EditNoticeProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const change = useChangeNotices(listId);
  const { isBusy, refusal, submit } = useSubmit();
  const [text, setText] = useState(notice?.content ?? '');
  const [isTop, setTop] = useState(notice?.is_top !== 0);

  const save = () =>
    change(() => {
      const written = { list_id: listId, content: text.trim(), is_top: isTop ? (1 as const) : (0 as const) };
      return notice
        ? im.message.editGroupNotice({ ...written, id: notice.id })
        : im.message.addGroupNotice(written);
    });

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
        maxLength={LONGEST}
        autoFocus
        onChange={(event) => setText(event.target.value)}
        className="field-sizing-content max-h-60 min-h-24 w-full resize-none rounded-control border border-edge bg-panel px-3 py-2"
      />
      <label className="flex min-h-9 items-center gap-2">
        <input
          type="checkbox"
          checked={isTop}
          onChange={({ target }) => setTop(target.checked)}
          className="size-5"
        />
        {t('showAtTop')}
      </label>
      {refusal !== undefined && <Message isError>{refusal}</Message>}
      <div className="flex justify-end gap-2">
        <Button onClick={onEnd}>{app('cancel')}</Button>
        <Button look="main" type="submit" isBusy={isBusy} disabled={text.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
