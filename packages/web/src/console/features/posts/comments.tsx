import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { ask, Loaded } from '../../admin/index.js';
import { PersonLink } from '../../parts/person-link.js';
import { TakeDown } from './take-down.js';

/** The comments on a video or a moment, newest first; each can be taken down or restored. */
export function Comments({ of, id }: { readonly of: 'videos' | 'moments'; readonly id: number }) {
  const t = useTranslations('console.posts');
  const format = useFormatter();
  const now = useNow();
  const [open, setOpen] = useState<number>();
  const comments = useInfiniteQuery({
    queryKey: [of, 'comments', id],
    queryFn: ({ pageParam: before }) =>
      ask('GET', `/admin/${of}/{id}/comments`, { id, ...(before !== undefined && { before }) }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  });
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-strong">{t('comments')}</h3>
      <Loaded of={comments}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <p className="text-secondary">{t('noComments')}</p>;
          return (
            <ul className="flex flex-col">
              {rows.map(({ id: commentId, authorId, authorName, text, createdAt, takenDownAt }) => {
                const isUp = takenDownAt === undefined;
                const name = t(isUp ? 'takeDown' : 'restore');
                return (
                  <li key={commentId} className="flex flex-col gap-2 border-line py-2 not-first:border-t">
                    <div className="flex items-start justify-between gap-3">
                      <div className="min-w-0">
                        <p className="flex flex-wrap gap-x-2 text-small text-secondary">
                          <PersonLink id={authorId}>{authorName}</PersonLink>
                          <span>{format.relativeTime(Math.min(createdAt, now), now)}</span>
                          {!isUp && <span className="text-danger">{t('states.taken_down')}</span>}
                        </p>
                        <p
                          className={classes('wrap-anywhere whitespace-pre-wrap', !isUp && 'text-secondary')}
                        >
                          {text}
                        </p>
                      </div>
                      <Button
                        look="quiet"
                        className="shrink-0"
                        aria-expanded={open === commentId}
                        aria-label={t('nameOf', { name, text })}
                        onClick={() => setOpen(open === commentId ? undefined : commentId)}
                      >
                        {name}
                      </Button>
                    </div>
                    {open === commentId && (
                      <TakeDown
                        of={of}
                        kind="comment"
                        id={commentId}
                        isUp={isUp}
                        onDone={() => setOpen(undefined)}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Loaded>
      {comments.hasNextPage && (
        <Button
          className="self-start"
          isBusy={comments.isFetchingNextPage}
          onClick={() => void comments.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </section>
  );
}
