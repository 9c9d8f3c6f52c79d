import { Link } from '@tanstack/react-router';
import { Heart, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { claimSound } from '../../client/sound.js';
import { useFormatter, useNow, useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { CommentForm } from '../../ui/comment-form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useRefusal, useSubmit } from '../account/index.js';
import { useMomentActions, type Moment } from './use-moments.js';

const Dialog = lazy(() => import('../../ui/dialog.js').then((file) => ({ default: file.Dialog })));

interface MomentProps {
  readonly moment: Moment;
  readonly isOwn: boolean;
  readonly ownId: number;
}

/** A moment with its pictures, likes and comments. */
export function MomentView({ moment, isOwn, ownId }: MomentProps) {
  const t = useTranslations('moments');
  const format = useFormatter();
  const now = useNow();
  const refusalOf = useRefusal();
  const { like } = useMomentActions();
  const isLiked = moment.islike === 1;
  const time = moment.time * 1000;
  return (
    <article
      aria-label={t('of', { name: moment.username })}
      className="flex flex-col gap-3 rounded-card border border-line bg-panel p-4"
    >
      <header className="flex items-center gap-3">
        <Avatar id={moment.uid} name={moment.username} photo={moment.header_image} />
        <div className="min-w-0 grow">
          <Link
            to="/moments/$userId"
            params={{ userId: String(moment.uid) }}
            className="block truncate font-strong hover:underline"
          >
            {moment.username}
          </Link>
          <time dateTime={new Date(time).toISOString()} className="text-small text-secondary">
            {format.relativeTime(time, now)}
          </time>
        </div>
        {isOwn && <Remove moment={moment} />}
      </header>
      {moment.content.text !== '' && (
        <p className="wrap-anywhere whitespace-pre-wrap">{moment.content.text}</p>
      )}
      <Files moment={moment} />
      <div className="flex flex-wrap items-center gap-x-2">
        <button
          type="button"
          aria-label={isLiked ? t('unlike') : t('like')}
          aria-pressed={isLiked}
          onClick={() => void like(moment).catch((error: unknown) => toast(refusalOf(error)))}
          className={classes(
            'flex size-11 items-center justify-center rounded-pill transition hover:bg-tint active:scale-95',
            isLiked ? 'text-accent [&_path]:fill-current' : 'text-secondary',
          )}
        >
          <Icon of={Heart} />
        </button>
        {moment.like.length > 0 && (
          <p className="text-small text-secondary">
            {t('likedBy', { names: moment.like.map(({ username }) => username).join(', ') })}
          </p>
        )}
      </div>
      <Comments moment={moment} ownId={ownId} />
    </article>
  );
}

function Files({ moment: { post_id, content } }: { readonly moment: Moment }) {
  const t = useTranslations('moments');
  const { value, video_path: video } = content;
  const pathOf = (name: string) => `/static/circle/${post_id}/${name}`;
  if (video !== '')
    return (
      <video
        controls
        preload="none"
        onPlay={({ currentTarget }) => claimSound(currentTarget)}
        aria-label={t('video')}
        src={pathOf(video)}
        poster={value[0] === undefined ? undefined : pathOf(value[0])}
        className="max-h-120 w-full rounded-control bg-other"
      />
    );
  if (value.length === 0) return null;
  return (
    <ul className={classes('grid gap-1', value.length === 1 ? 'grid-cols-1' : 'grid-cols-3')}>
      {value.map((name, index) => (
        <li key={name} className={classes(value.length > 1 && 'aspect-square')}>
          <a href={pathOf(name.replace('_thumb', ''))} target="_blank" rel="noreferrer">
            <img
              src={pathOf(value.length === 1 ? name.replace('_thumb', '') : name)}
              alt={t('picture', { at: index + 1, count: value.length })}
              loading="lazy"
              className={classes(
                'rounded-control bg-other',
                value.length === 1 ? 'max-h-120 max-w-full object-contain' : 'size-full object-cover',
              )}
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The comments, and the place to write one; a press on a comment replies to its writer. */
function Comments({ moment, ownId }: { readonly moment: Moment; readonly ownId: number }) {
  const t = useTranslations('moments');
  const { comment } = useMomentActions();
  const [to, setTo] = useState<{ uid: number; username: string }>();
  const { isBusy, refusal, submit } = useSubmit();
  const label = to ? t('reply', { name: to.username }) : t('comment');

  async function send(text: string): Promise<void> {
    await comment(moment, text, to?.uid);
    setTo(undefined);
  }

  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      {moment.comments.length > 0 && (
        <ul className="flex flex-col gap-1">
          {moment.comments.map((one, index) => (
            <li key={index} className="text-small wrap-anywhere">
              <button
                type="button"
                disabled={one.uid === ownId}
                onClick={() => setTo({ uid: one.uid, username: one.username })}
                className="text-start"
              >
                <span className="font-medium">
                  {one.reply === ''
                    ? one.username
                    : t('replied', { name: one.username, to: one.reply.replace(/^回[复覆]\s*/, '') })}
                </span>{' '}
                {one.content}
              </button>
            </li>
          ))}
        </ul>
      )}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <CommentForm
        label={label}
        send={t('send')}
        isBusy={isBusy}
        onSend={(text) => submit(() => send(text))}
        onEscape={() => setTo(undefined)}
      />
    </div>
  );
}

function Remove({ moment }: { readonly moment: Moment }) {
  const t = useTranslations('moments');
  const app = useTranslations('app');
  const refusalOf = useRefusal();
  const { remove } = useMomentActions();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('delete')} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon of={Trash2} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <Dialog title={t('delete')} closeLabel={app('close')} onClose={() => setOpen(false)}>
            <p>{t('confirmDelete')}</p>
            <div className="mt-4 flex justify-end gap-2">
              <Button onClick={() => setOpen(false)}>{t('keep')}</Button>
              <Button
                look="danger"
                onClick={() => {
                  setOpen(false);
                  void remove(moment).catch((error: unknown) => toast(refusalOf(error)));
                }}
              >
                {t('delete')}
              </Button>
            </div>
          </Dialog>
        </Suspense>
      )}
    </>
  );
}
