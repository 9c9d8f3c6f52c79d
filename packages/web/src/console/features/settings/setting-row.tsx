import { RotateCcw } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import { draftOf, isSendable, type Drafts, type Setting, type Value } from './drafts.js';
import { Editor } from './editor.js';
import { useValueText } from './use-value-text.js';

/** A setting: what it means, its value, its default, and who has changed it. */
export function SettingRow({
  setting,
  drafts,
  fault,
  onDraft,
}: {
  readonly setting: Setting;
  readonly drafts: Drafts;
  /** Why the server has refused the value. */
  readonly fault: string | undefined;
  /** Undefined returns to the default. */
  readonly onDraft: (value: Value | undefined) => void;
}) {
  const t = useTranslations('console.settings');
  const format = useFormatter();
  const textOf = useValueText();
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  const { name, meaning, isDangerous, isDefault, changedAt, changedBy } = setting;
  const value = draftOf(setting, drafts);
  const problem = fault ?? (isSendable(value) ? undefined : t('wholeNumber'));
  const isReset = drafts.has(name) ? drafts.get(name) === undefined : isDefault;
  useEffect(() => {
    if (fault !== undefined) row.current?.scrollIntoView({ block: 'center' });
  }, [fault]);
  return (
    <li
      ref={row}
      className={classes(
        'flex flex-col gap-x-6 gap-y-2 border-line px-4 py-3 not-last:border-b md:flex-row',
        drafts.has(name) && 'bg-tint',
      )}
    >
      <div className="min-w-0 grow basis-0">
        <label htmlFor={id} className="font-medium wrap-anywhere">
          {name}
        </label>
        {isDangerous && <span className="ps-2 text-small text-warning">{t('dangerous')}</span>}
        <p>{meaning.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>))}</p>
        <p className="text-small text-secondary">
          {t('default', { value: textOf(setting, setting.default) })}
          {changedAt !== undefined &&
            ` · ${t('changed', {
              name: changedBy ?? '',
              time: format.dateTime(changedAt, { dateStyle: 'medium', timeStyle: 'short' }),
            })}`}
        </p>
      </div>
      <div className="flex flex-col gap-1 md:w-80">
        <div className="flex items-center gap-2">
          <Editor id={id} setting={setting} value={value} problem={problem} onChange={onDraft} />
          {!isReset && (
            <Button look="quiet" className="shrink-0" title={t('reset')} onClick={() => onDraft(undefined)}>
              <Icon of={RotateCcw} />
              <span className="sr-only">{t('resetOf', { name })}</span>
            </Button>
          )}
        </div>
        {problem !== undefined && (
          <p id={`${id}-problem`} role="alert" className="text-small text-danger">
            {problem}
          </p>
        )}
      </div>
    </li>
  );
}
