import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Refused, useAccount, useSubmit } from '../account/index.js';

/** Asks once whether the reader is an adult. The effect is said before; the answer is final. */
export function AgeQuestion() {
  const t = useTranslations('age');
  const { api } = useAccount();
  const queries = useQueryClient();
  const { refusal, submit } = useSubmit();

  async function answer(age_status: 1 | 2): Promise<void> {
    const { status } = await api.user_friendship.age_status({ age_status });
    await Promise.all(
      [['standing'], ['discover']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
    if (!status) throw new Refused(t('refused'));
  }

  return (
    <section aria-labelledby="age-question" className="flex flex-col gap-3 rounded-card bg-tint p-4">
      <h2 id="age-question" className="font-strong">
        {t('title')}
      </h2>
      <p className="text-small">{t('effect')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void submit(() => answer(1))}>{t('adult')}</Button>
        <Button onClick={() => void submit(() => answer(2))}>{t('minor')}</Button>
      </div>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </section>
  );
}
