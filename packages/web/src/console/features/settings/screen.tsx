import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { SearchField } from '../../../ui/search-field.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import {
  isSendable,
  matching,
  withDraft,
  type Drafts,
  type Setting,
  type SettingFilters,
  type Settings,
} from './drafts.js';
import { SettingRow } from './setting-row.js';
import { useDrafts } from './use-drafts.js';

const SaveDialog = lazy(async () => ({ default: (await import('./save-dialog.js')).SaveDialog }));

/** Why the server has refused a value. */
export interface Fault {
  readonly name: string;
  readonly text: string;
}

/** The settings of the tenant. The address holds the search. */
export function SettingsScreen() {
  const t = useTranslations('console.settings');
  const locale = useLocale();
  const { q = '', set = false } = useSearch({ from: '/console/settings' });
  const navigate = useNavigate();
  const queryKey = ['settings', locale];
  const settings = useQuery({ queryKey, queryFn: () => ask('GET', '/admin/settings') });
  return (
    <Page title={t('title')}>
      <div className="flex shrink-0 flex-wrap items-center gap-x-6 gap-y-2 px-4 pb-3 md:px-6">
        <SearchField
          label={t('search')}
          value={q}
          className="w-full max-w-form"
          onChange={(text) =>
            void navigate({
              to: '/console/settings',
              search: { ...(text !== '' && { q: text }), ...(set && { set }) },
              replace: true,
            })
          }
        />
        <Link
          to="/console/settings"
          search={{ ...(q !== '' && { q }), ...(!set && { set: true }) }}
          replace
          activeProps={{ 'aria-current': undefined }}
          aria-current={set || undefined}
          className={chipLook(set)}
        >
          {t('onlySet')}
        </Link>
      </div>
      <Loaded of={settings}>
        {(data) => <All data={data} queryKey={queryKey} filters={{ q, ...(set && { set }) }} />}
      </Loaded>
    </Page>
  );
}

function All({
  data,
  queryKey,
  filters,
}: {
  readonly data: Settings;
  readonly queryKey: readonly unknown[];
  readonly filters: SettingFilters;
}) {
  const [drafts, setDrafts] = useDrafts();
  const [fault, setFault] = useState<Fault>();
  const [isSaving, setSaving] = useState(false);

  function draft(setting: Setting, value: Setting['value'] | undefined): void {
    setDrafts(withDraft(drafts, setting, value));
    if (fault?.name === setting.name) setFault(undefined);
  }

  return (
    <>
      <Areas settings={data.settings} filters={filters} drafts={drafts} fault={fault} onDraft={draft} />
      {drafts.size > 0 && (
        <SaveBar drafts={drafts} onDiscard={() => setDrafts(new Map())} onReview={() => setSaving(true)} />
      )}
      {isSaving && (
        <Suspense>
          <SaveDialog
            data={data}
            drafts={drafts}
            queryKey={queryKey}
            onClose={() => setSaving(false)}
            onFault={(found) => {
              setSaving(false);
              setFault(found);
            }}
            onSaved={() => {
              setSaving(false);
              setDrafts(new Map());
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The settings that match the search, by the part of the product that they belong to. */
function Areas({
  settings,
  filters,
  drafts,
  fault,
  onDraft,
}: {
  readonly settings: readonly Setting[];
  readonly filters: SettingFilters;
  readonly drafts: Drafts;
  readonly fault: Fault | undefined;
  readonly onDraft: (setting: Setting, value: Setting['value'] | undefined) => void;
}) {
  const t = useTranslations('console.settings');
  const areaOf = ({ area }: Setting) => {
    const key = `areas.${area}` as 'areas.photos';
    // A server that is newer than this page may have an area without a text here.
    return t.has(key) ? t(key) : area;
  };
  const shown = matching(settings, filters, (one) => `${one.name} ${one.meaning} ${areaOf(one)}`);
  return (
    <div className="relative flex min-h-0 grow flex-col gap-4 overflow-y-auto px-4 pb-6 md:px-6">
      {shown.length === 0 && <Empty icon={SlidersHorizontal} title={t('empty')} />}
      {[...new Set(shown.map(areaOf))].map((area) => (
        <section key={area} aria-label={area} className="rounded-card border border-line bg-panel">
          <h2 className="px-4 pt-3 pb-1 text-title font-strong">{area}</h2>
          <ul>
            {shown
              .filter((one) => areaOf(one) === area)
              .map((setting) => (
                <SettingRow
                  key={setting.name}
                  setting={setting}
                  drafts={drafts}
                  fault={fault?.name === setting.name ? fault.text : undefined}
                  onDraft={(value) => onDraft(setting, value)}
                />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** What is not saved yet. */
function SaveBar({
  drafts,
  onDiscard,
  onReview,
}: {
  readonly drafts: Drafts;
  readonly onDiscard: () => void;
  readonly onReview: () => void;
}) {
  const t = useTranslations('console.settings');
  const canSave = [...drafts.values()].every((value) => value === undefined || isSendable(value));
  return (
    <div
      role="group"
      aria-label={t('unsaved')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-raised px-4 py-2 shadow-float md:px-6"
    >
      <p role="status" className="grow font-medium">
        {t('drafts', { count: drafts.size })}
      </p>
      <Button look="quiet" onClick={onDiscard}>
        {t('discard')}
      </Button>
      <Button look="main" disabled={!canSave} onClick={onReview}>
        {t('review')}
      </Button>
    </div>
  );
}
