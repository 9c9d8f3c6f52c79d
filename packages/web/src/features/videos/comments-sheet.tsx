import { useState } from 'react';
import type { imShapes } from '@kith/contract';
import { useFormatter, useNow, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { CommentForm } from '../../ui/comment-form.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Loaded, useSubmit } from '../account/index.js';
import { useComments, useVideoActions } from './use-videos.js';

type Comment = Pick<imShapes.VideoReply, 'id' | 'content' | 'createtime' | 'user_info'>;

/** The comments of a video, and the place to write one. */
export function CommentsSheet({
  videoId,
  onClose,
}: {
  readonly videoId: number;
  readonly onClose: () => void;
}) {
  const t = useTranslations('videos');
  const app = useTranslations('app');
  const { comment } = useVideoActions();
  const comments = useComments(videoId);
  const [to, setTo] = useState<Comment>();
  const { isBusy, refusal, submit } = useSubmit();
  const label = to ? t('replyTo', { name: to.user_info.nickname }) : t('comment');

  async function send(text: string): Promise<void> {
    await comment(videoId, text, to?.id);
    setTo(undefined);
  }

  return (
    <Dialog title={t('commentsTitle')} closeLabel={app('close')} onClose={onClose}>
      <Loaded of={comments} loading={<SkeletonRows count={3} />}>
        {({ pages }) => <Threads threads={pages.flatMap((page) => page.data)} onReply={setTo} />}
      </Loaded>
      {comments.hasNextPage && (
        <Button look="quiet" onClick={() => void comments.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <CommentForm
        label={label}
        send={t('send')}
        isBusy={isBusy}
        onSend={(text) => submit(() => send(text))}
        className="sticky bottom-0 mt-4 bg-raised pt-2"
      />
    </Dialog>
  );
}

function Threads({
  threads,
  onReply,
}: {
  readonly threads: readonly (Comment & { readonly children: readonly Comment[] })[];
  readonly onReply: (to: Comment) => void;
}) {
  const t = useTranslations('videos');
  if (threads.length === 0) return <p className="py-4 text-center text-secondary">{t('noComments')}</p>;
  return (
    <ul className="flex flex-col gap-4">
      {threads.map((thread) => (
        <li key={thread.id} className="flex flex-col gap-3">
          <CommentView comment={thread} onReply={() => onReply(thread)} />
          {thread.children.length > 0 && (
            <ul className="flex flex-col gap-3 ps-11">
              {thread.children.map((reply) => (
                <li key={reply.id}>
                  <CommentView comment={reply} onReply={() => onReply(reply)} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function CommentView({ comment, onReply }: { readonly comment: Comment; readonly onReply: () => void }) {
  const t = useTranslations('videos');
  const format = useFormatter();
  const now = useNow();
  const { user_info: user } = comment;
  return (
    <div className="flex gap-3">
      <Avatar id={user.id} name={user.nickname} photo={user.photo} size="small" />
      <div className="min-w-0 grow">
        <p className="text-small text-secondary">
          <span className="font-medium text-text">{user.nickname}</span> ·{' '}
          {format.relativeTime(comment.createtime * 1000, now)}
        </p>
        <p className="wrap-anywhere whitespace-pre-wrap">{comment.content}</p>
        <button
          type="button"
          aria-label={t('replyTo', { name: user.nickname })}
          onClick={onReply}
          className="min-h-8 text-small font-medium text-accent hover:underline"
        >
          {t('reply')}
        </button>
      </div>
    </div>
  );
}
