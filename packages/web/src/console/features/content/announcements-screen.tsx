import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Megaphone } from 'lucide-react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useLocale, useTranslations } from '../../../text/index.js';
import { buttonLook } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { ask, Loaded } from '../../admin/index.js';
import { Chips } from '../../parts/chips.js';
import { Page } from '../../parts/page.js';
import { Pager } from '../../parts/pager.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { ANNOUNCEMENT_STATES, type AnnouncementFilters } from './announcement-filters.js';
import { titleOf } from './drafts.js';
import { Sections } from './sections.js';

type Announcements = Result<typeof admin.content.listAnnouncements>;

const LIST = '/console/content/announcements';

/** The announcements of the tenant. The address holds the state and the page. */
export function AnnouncementsScreen() {
  const t = useTranslations('console.announcements');
  const filters = useSearch({ from: LIST });
  const { before: _, ...all } = filters;
  const announcements = useQuery({
    queryKey: ['announcements', filters],
    queryFn: () => ask('GET', '/admin/content/announcements', filters),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('title')}
      end={
        <Link
          to="/console/content/announcements/$announcementId"
          params={{ announcementId: 'new' }}
          className={buttonLook('main', 'shrink-0')}
        >
          {t('add')}
        </Link>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 px-4 pb-4 md:px-6">
        <Sections present="announcements" />
        <Chips
          label={t('state')}
          to={LIST}
          options={ANNOUNCEMENT_STATES}
          name="state"
          filters={all}
          wordsOf={(state) => t(`states.${state}`)}
        />
        <Loaded of={announcements}>{(data) => <Rows announcements={data} filters={filters} />}</Loaded>
      </div>
    </Page>
  );
}

function Rows({
  announcements: { rows, next },
  filters: { before, ...all },
}: {
  readonly announcements: Announcements;
  readonly filters: AnnouncementFilters;
}) {
  const t = useTranslations('console.announcements');
  const words = useTranslations('console.content');
  const locale = useLocale();
  const format = useFormatter();
  const time = (at: number) => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' });
  if (rows.length === 0) return <Empty icon={Megaphone} title={t(all.state ? 'noMatch' : 'empty')} />;
  return (
    <>
      <Table
        label={t('title')}
        columns={[words('titleOfText'), t('state'), t('audience'), t('begin'), t('end'), words('changed')]}
        fills
      >
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell className="min-w-48 font-medium wrap-anywhere">
              <Link
                to="/console/content/announcements/$announcementId"
                params={{ announcementId: String(row.id) }}
                className="hover:text-accent hover:underline"
              >
                {titleOf(row.titles, locale)}
              </Link>
            </Cell>
            <Cell className={row.state === 'shown' ? 'whitespace-nowrap text-good' : 'whitespace-nowrap'}>
              {t(`states.${row.state}`)}
            </Cell>
            <Cell className="whitespace-nowrap text-secondary">{t(`audiences.${row.audience}`)}</Cell>
            <Cell className="whitespace-nowrap text-secondary">{time(row.beginAt)}</Cell>
            <Cell className="whitespace-nowrap text-secondary">
              {row.endAt === undefined ? t('noEnd') : time(row.endAt)}
            </Cell>
            <Cell className="whitespace-nowrap text-secondary">
              {time(row.changedAt)}
              <span className="block text-small">{row.changedBy}</span>
            </Cell>
          </Row>
        ))}
      </Table>
      <Pager
        label={words('pages')}
        to={LIST}
        first={before !== undefined && all}
        next={next !== undefined && { ...all, before: next }}
        words={[words('newest'), words('older')]}
      />
    </>
  );
}
