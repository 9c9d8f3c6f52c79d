import { useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import type { Setting, Value } from './drafts.js';
import { useValueText } from './use-value-text.js';

interface EditorProps {
  readonly id: string;
  readonly setting: Setting;
  readonly value: Value;
  readonly problem: string | undefined;
  readonly onChange: (value: Value) => void;
}

/** The field of a setting, made from what the server says about its values. */
export function Editor({ id, setting, value, problem, onChange }: EditorProps) {
  const t = useTranslations('console.settings');
  const { kind, min, max, unit, choices = [], maxCharacters, example } = setting;
  const field = {
    id,
    'aria-invalid': problem !== undefined || undefined,
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
    className: classes(
      'h-10 w-full min-w-0 rounded-control border bg-panel px-3 text-text',
      problem === undefined ? 'border-edge' : 'border-danger',
    ),
  };
  if (kind === 'switch')
    return (
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="me-auto"
        checked={value === true}
        onChange={({ target }) => onChange(target.checked)}
      />
    );
  if (kind === 'choice')
    return (
      <select {...field} value={String(value)} onChange={({ target }) => onChange(target.value)}>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  if (kind === 'number')
    return (
      <span className="flex min-w-0 grow flex-col gap-1">
        <span className="flex items-center gap-2">
          <input
            {...field}
            type="number"
            min={min}
            max={max}
            step={1}
            value={Number.isNaN(value) ? '' : String(value)}
            onChange={({ target }) => onChange(target.valueAsNumber)}
          />
          {unit !== undefined && (
            <span className="shrink-0 text-secondary">
              {t(`units.${unit}`, { count: Number(value) || 0 })}
            </span>
          )}
        </span>
        <Readable setting={setting} value={value} />
      </span>
    );
  return (
    <>
      <input
        {...field}
        type="text"
        maxLength={maxCharacters}
        placeholder={example}
        list={kind === 'timeZone' ? `${id}-zones` : undefined}
        value={String(value)}
        onChange={({ target }) => onChange(target.value)}
      />
      {kind === 'timeZone' && (
        <datalist id={`${id}-zones`}>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** A number in a unit that can be read, and between which numbers it may be. */
function Readable({ setting, value }: Pick<EditorProps, 'setting' | 'value'>) {
  const t = useTranslations('console.settings');
  const textOf = useValueText();
  const { min, max, unit } = setting;
  return (
    <span className="text-small text-secondary">
      {[
        unit !== undefined && Number.isSafeInteger(value) && textOf(setting, value),
        min !== undefined &&
          max !== undefined &&
          t('between', { min: textOf(setting, min), max: textOf(setting, max) }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
}
