import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import type { Publication } from './drafts.js';

/** Publishes an article now or at a time. Import it lazily. */
export function PublishDialog({
  isShown,
  isBusy,
  refusal,
  onPublish,
  onClose,
}: {
  readonly isShown: boolean;
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  readonly onPublish: (publication: Publication) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.content');
  const common = useTranslations('console');
  const [when, setWhen] = useState<'now' | 'later'>('now');
  const [time, setTime] = useState('');
  return (
    <Dialog title={t('publish')} closeLabel={common('close')} onClose={onClose}>
      <Form
        submit={t(when === 'now' ? 'publishNow' : 'schedule')}
        isBusy={isBusy}
        onSubmit={() =>
          onPublish(
            when === 'now'
              ? { state: 'published' }
              : // The browser reads a time without a zone as that of the reader.
                { state: 'scheduled', publishAt: new Date(time).getTime() },
          )
        }
      >
        {!isShown && <Notice>{t('publishHidden')}</Notice>}
        <Choice
          label={t('when')}
          value={when}
          options={(['now', 'later'] as const).map((value) => ({ value, text: t(`whens.${value}`) }))}
          onChange={setWhen}
        />
        {when === 'later' && (
          <Field
            label={t('time')}
            hint={t('timeHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
            type="datetime-local"
            required
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        )}
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
    </Dialog>
  );
}
