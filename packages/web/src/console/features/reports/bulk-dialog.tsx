import type { admin, Result } from '@kith/contract';
import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Choice } from '../../../ui/choice.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { ask, isRefusal, useAction } from '../../admin/index.js';
import { HoursField, readHours, SANCTIONS, useEndText, WordsForm, type Review } from '../review/index.js';
import type { Item, Verdict } from './review.js';

type Preview = Result<typeof admin.reports.preview>;
const VERDICTS = ['dismiss', ...SANCTIONS.map(({ kind }) => kind)] as const;

/** Asks for one decision about several people, shows what it would do, and does that. Import it lazily. */
export function BulkDialog({
  review,
  items,
  onDone,
  onClose,
}: {
  readonly review: Review<Item>;
  readonly items: readonly Item[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.reports');
  const common = useTranslations('console');
  const [people] = useState(items); // the list goes on below
  const [planned, setPlanned] = useState<{ readonly verdict: Verdict; readonly preview: Preview }>();
  const { isBusy, refusal, act, proof } = useAction();

  const plan = (verdict: Verdict) =>
    act(async () => {
      const { reason: _, ...asked } = verdict;
      const ids = people.map(({ id }) => id);
      setPlanned({
        verdict,
        preview: await ask('POST', '/admin/reports/preview', { people: ids, ...asked }),
      });
    });
  const decide = ({ verdict, preview }: NonNullable<typeof planned>) =>
    act(async () => {
      try {
        await ask('POST', '/admin/reports/decisions', {
          people: preview.map(({ id, version }) => ({ id, version })),
          ...verdict,
        });
      } catch (error) {
        // What it would do now is asked for anew.
        if (isRefusal(error, 'stale') || isRefusal(error, 'not_found')) setPlanned(undefined);
        throw error;
      } finally {
        void review.refresh();
      }
      onDone();
      onClose();
    });

  return (
    <Dialog
      title={t('decideTogether', { count: people.length })}
      closeLabel={common('close')}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        {planned ? (
          <>
            <Plan preview={planned.preview} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setPlanned(undefined)}>{t('back')}</Button>
              <Button look="danger" isBusy={isBusy} onClick={() => void decide(planned)}>
                {t('decideAll', { count: planned.preview.length })}
              </Button>
            </div>
          </>
        ) : (
          <VerdictForm isBusy={isBusy} onPlan={(verdict) => void plan(verdict)} />
        )}
        {proof}
      </div>
    </Dialog>
  );
}

function VerdictForm({
  isBusy,
  onPlan,
}: {
  readonly isBusy: boolean;
  readonly onPlan: (verdict: Verdict) => void;
}) {
  const t = useTranslations('console.reports');
  const [kind, setKind] = useState<Verdict['verdict']>('dismiss');
  const [hours, setHours] = useState('');
  return (
    <>
      <Choice
        label={t('verdict')}
        value={kind}
        options={VERDICTS.map((value) => ({ value, text: t(`verdicts.${value}`) }))}
        onChange={setKind}
      />
      {kind === 'dismiss' ? (
        <Button look="main" isBusy={isBusy} onClick={() => onPlan({ verdict: kind })}>
          {t('preview')}
        </Button>
      ) : (
        <WordsForm
          label={t('reason')}
          submit={t('preview')}
          look="main"
          isFocused={false}
          onSubmit={(reason) => onPlan({ verdict: kind, reason, ...readHours(hours) })}
        >
          <HoursField value={hours} onChange={setHours} />
        </WordsForm>
      )}
    </>
  );
}

/** What a decision would do to each person. */
function Plan({ preview }: { readonly preview: Preview }) {
  const t = useTranslations('console.reports');
  const sanctions = useTranslations('console.review.sanctions');
  const ending = useEndText();
  return (
    <ul aria-label={t('preview')} className="flex flex-col gap-2">
      {preview.map(({ id, username, version, sanction, replaces }) => (
        <li key={id}>
          <p className="font-medium wrap-anywhere">
            {username}{' '}
            <span className="font-normal text-secondary">{t('count', { count: version.reports })}</span>
          </p>
          <p className="text-small text-secondary">
            {sanction
              ? `${sanctions(`kinds.${sanction.kind}`)}, ${ending(sanction.until)}`
              : t('verdicts.dismiss')}
            {replaces && ` · ${t('replaces', { end: ending(replaces.until) })}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
