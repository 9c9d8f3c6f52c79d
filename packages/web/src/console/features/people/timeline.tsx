import { useInfiniteQuery } from '@tanstack/react-query';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { Section } from '../../../ui/section.js';
import { Skeleton } from '../../../ui/skeleton.js';
import { ask, useRefusal, useWhat } from '../../admin/index.js';
import { ageKey } from './profile.js';

type Entry = Result<typeof admin.people.timeline>['rows'][number];

/** What happened to the person, from all logs, newest first. */
export function Timeline({ id }: { readonly id: number }) {
  const t = useTranslations('console.people.timeline');
  const refusalOf = useRefusal();
  const timeline = useInfiniteQuery({
    queryKey: ['people', id, 'timeline'],
    queryFn: ({ pageParam: before }) =>
      ask('GET', '/admin/people/{id}/timeline', { id, ...(before !== undefined && { before }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const entries = timeline.data?.pages.flatMap(({ rows }) => rows);
  return (
    <Section title={t('title')}>
      {!entries && !timeline.error && <Skeleton className="h-24" />}
      {entries && (
        <ol aria-label={t('title')} className="flex flex-col gap-3">
          {entries.map((entry, index) => (
            // Several entries may be equal in all members, and none moves within the list.
            <EntryRow key={index} entry={entry} />
          ))}
        </ol>
      )}
      {timeline.error && <Notice isError>{refusalOf(timeline.error)}</Notice>}
      {timeline.hasNextPage && (
        <Button
          className="self-start"
          isBusy={timeline.isFetching}
          onClick={() => void timeline.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </Section>
  );
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const t = useTranslations('console.people.timeline');
  const format = useFormatter();
  const wordsOf = useEntryWords();
  const { at, by, why } = entry;
  return (
    <li className="border-s-2 border-line ps-3">
      <p className="font-medium wrap-anywhere first-letter:uppercase">{wordsOf(entry)}</p>
      <p className="text-small text-secondary">
        <time dateTime={new Date(at).toISOString()}>
          {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
        {by !== 'kith' && ` · ${t('by', { name: by })}`}
      </p>
      {why !== '' && <p className="text-small wrap-anywhere">{why}</p>}
    </li>
  );
}

function useEntryWords(): (entry: Entry) => string {
  const t = useTranslations('console.people');
  const wordsOf = useWhat();
  return ({ source, what }) => {
    if (source === 'age') {
      const [from = '', to = ''] = what.split(' to ');
      return t('timeline.age', {
        from: t(`ages.${ageKey(Number(from))}`),
        to: t(`ages.${ageKey(Number(to))}`),
      });
    }
    if (source === 'billing') {
      const [verb, plan = ''] = what.split(' ');
      const key = `timeline.plan.${verb}` as 'timeline.plan.grant';
      return t.has(key) ? t(key, { plan }) : what;
    }
    // The names of texts have no points.
    return wordsOf(what.replace('.', ' '));
  };
}
