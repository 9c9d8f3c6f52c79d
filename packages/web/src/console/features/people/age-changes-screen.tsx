import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarCheck } from 'lucide-react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { ask, Loaded } from '../../admin/index.js';
import { Back } from '../../parts/back.js';
import { Page } from '../../parts/page.js';
import { PersonLink } from '../../parts/person-link.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { ageKey } from './profile.js';

/** Who crossed the age line, newest first. */
export function AgeChangesScreen() {
  const t = useTranslations('console.people');
  const format = useFormatter();
  const changes = useInfiniteQuery({
    queryKey: ['people', 'age changes'],
    queryFn: ({ pageParam: before }) =>
      ask('GET', '/admin/people/age-changes', before === undefined ? {} : { before }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  });
  const nameOf = (status: number, isProven: boolean) =>
    t(`ages.${ageKey(status)}`) + (isProven ? ` · ${t('profile.proven')}` : '');
  return (
    <Page title={t('ageChanges.title')} start={<Back to="/console/people" />}>
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <p className="max-w-pane text-secondary">{t('ageChanges.hint')}</p>
        <Loaded of={changes}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.rows);
            if (rows.length === 0) return <Empty icon={CalendarCheck} title={t('ageChanges.empty')} />;
            return (
              <Table
                label={t('ageChanges.title')}
                columns={[
                  t('ageChanges.time'),
                  t('ageChanges.person'),
                  t('ageChanges.from'),
                  t('ageChanges.to'),
                  t('ageChanges.cause'),
                  t('ageChanges.friends'),
                  t('ageChanges.chats'),
                ]}
              >
                {rows.map((change) => (
                  <Row key={change.id}>
                    <Cell className="whitespace-nowrap text-secondary">
                      {format.dateTime(change.changedAt, { dateStyle: 'medium', timeStyle: 'short' })}
                    </Cell>
                    <Cell>
                      <PersonLink id={change.accountId}>{change.username}</PersonLink>
                    </Cell>
                    <Cell className="whitespace-nowrap">{nameOf(change.from, change.fromProven)}</Cell>
                    <Cell className="whitespace-nowrap">{nameOf(change.to, change.toProven)}</Cell>
                    <Cell className="whitespace-nowrap">{t(`ageChanges.causes.${change.cause}`)}</Cell>
                    <Cell className="tabular-nums">{format.number(change.friendsAcross)}</Cell>
                    <Cell className="tabular-nums">{format.number(change.chatsAcross)}</Cell>
                  </Row>
                ))}
              </Table>
            );
          }}
        </Loaded>
        {changes.hasNextPage && (
          <Button
            className="self-start"
            isBusy={changes.isFetchingNextPage}
            onClick={() => void changes.fetchNextPage()}
          >
            {t('ageChanges.older')}
          </Button>
        )}
      </div>
    </Page>
  );
}
