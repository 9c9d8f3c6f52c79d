import type { api, apiShapes, Result } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';

/** The codes of the drawn picture. */
export type Drawn = Pick<
  apiShapes.IntroUser,
  'adj_code' | 'animal_code' | 'background_code' | 'foreground_code'
>;

const PARTS = [
  { key: 'animal_code', list: 'animals' },
  { key: 'adj_code', list: 'adjs' },
  { key: 'background_code', list: 'backgrounds' },
  { key: 'foreground_code', list: 'foregrounds' },
] as const;

/** The drawn animal and its ground, which stand where there is no photo. Each choice is shown as it will look. */
export function DrawnPicture({
  drawn,
  sex,
  options,
  onChange,
}: {
  readonly drawn: Drawn;
  /** `M`, `F`, or `N` if it is not stated: the drawings differ. */
  readonly sex: string;
  readonly options: Result<typeof api.intro.options>;
  readonly onChange: (drawn: Drawn) => void;
}) {
  const t = useTranslations('ownCard');
  return (
    <div className="flex flex-col gap-3">
      <p className="text-small font-medium">{t('drawn')}</p>
      {PARTS.map(({ key, list }) => (
        <fieldset key={key} className="min-w-0">
          <legend className="sr-only">{t(`part.${key}`)}</legend>
          <div className="flex gap-2 overflow-x-auto p-1">
            {options[list].map(({ code }, index) => {
              const look = { ...drawn, [key]: code };
              return (
                <label
                  key={code}
                  className={classes(
                    'relative size-16 shrink-0 overflow-hidden rounded-control border-2 has-focus-visible:outline-2 has-focus-visible:outline-accent',
                    drawn[key] === code ? 'border-accent' : 'border-transparent',
                  )}
                >
                  <img src={groundOf(look)} alt="" loading="lazy" className="size-full object-cover" />
                  <img
                    src={animalOf(look, sex)}
                    alt=""
                    loading="lazy"
                    className="absolute inset-1.5 size-12 object-contain"
                  />
                  <input
                    type="radio"
                    name={key}
                    aria-label={t('choice', { part: t(`part.${key}`), at: index + 1 })}
                    checked={drawn[key] === code}
                    onChange={() => onChange(look)}
                    className="absolute inset-0 cursor-pointer opacity-0"
                  />
                </label>
              );
            })}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function animalOf({ adj_code, animal_code }: Drawn, sex: string): string {
  return `/static/icon/${sex}_${adj_code}${animal_code}.png`;
}

function groundOf({ background_code, foreground_code }: Drawn): string {
  return `/static/icon/${background_code}${foreground_code}.png`;
}
