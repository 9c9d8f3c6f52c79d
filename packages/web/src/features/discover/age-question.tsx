import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { useAccount, useRefusal } from '../account/index.js';

/** Asks once whether the reader is an adult. The effect is said before; the answer is final. */
export function AgeQuestion() {
  const t = useTranslations('age');
  const { api } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const [refusal, setRefusal] = useState<string>();

  async function answer(age_status: 1 | 2): Promise<void> {
    setRefusal(undefined);
    try {
      const { status } = await api.user_friendship.age_status({ age_status });
      if (!status) setRefusal(t('refused'));
      await Promise.all(
        [['standing'], ['discover']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  return (
    <section aria-labelledby="age-question" className="flex flex-col gap-3 rounded-card bg-tint p-4">
      <h2 id="age-question" className="font-strong">
        {t('title')}
      </h2>
      <p className="text-small">{t('effect')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void answer(1)}>{t('adult')}</Button>
        <Button onClick={() => void answer(2)}>{t('minor')}</Button>
      </div>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </section>
  );
}
