import { useFormatter, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import type { Standing } from './standing.js';

const LOOKS: Readonly<Record<Standing['state'], string>> = {
  active: 'bg-other text-secondary',
  frozen: 'bg-other text-text',
  limit: 'bg-tint text-warning',
  bucket: 'bg-tint text-warning',
  disabled: 'bg-danger-tint text-danger',
  deleting: 'bg-danger-tint text-danger',
  ban: 'bg-danger-tint text-danger',
};

/** How an account stands, each in a word, with its end. */
export function Pills({ standings }: { readonly standings: readonly Standing[] }) {
  const t = useTranslations('console.people.standing');
  const format = useFormatter();
  return standings.map(({ state, until }) => (
    <span
      key={state}
      className={classes(
        'rounded-pill px-2.5 text-small leading-6 font-medium whitespace-nowrap',
        LOOKS[state],
      )}
    >
      {until === undefined
        ? t(state)
        : t('until', {
            state: t(state),
            time: format.dateTime(until, { dateStyle: 'medium', timeStyle: 'short' }),
          })}
    </span>
  ));
}
