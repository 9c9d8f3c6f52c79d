import { Compass, TriangleAlert } from 'lucide-react';
import { useTranslations } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Empty } from '../ui/empty.js';

/** There is no such page. */
export function NotFound() {
  const t = useTranslations('console');
  return <Empty icon={Compass} title={t('notFound')} />;
}

/** The page has failed: perhaps its files or the session could not be loaded. */
export function PageFailure() {
  const t = useTranslations('console');
  return (
    <main id="content" className="flex h-full">
      <Empty icon={TriangleAlert} title={t('failed')}>
        <Button look="main" onClick={() => location.reload()}>
          {t('tryAgain')}
        </Button>
      </Empty>
    </main>
  );
}
