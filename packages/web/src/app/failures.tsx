import { Link } from '@tanstack/react-router';
import { Compass, TriangleAlert } from 'lucide-react';
import { useTranslations } from '../text/index.js';
import { Button, buttonLook } from '../ui/button.js';
import { Empty } from '../ui/empty.js';

/** There is no such page. */
export function NotFound() {
  const t = useTranslations('app');
  return (
    <main id="content" className="flex h-full">
      <Empty icon={Compass} title={t('notFound')}>
        <Link to="/" className={buttonLook('main')}>
          {t('toStart')}
        </Link>
      </Empty>
    </main>
  );
}

/** The page has failed: perhaps its files could not be loaded. */
export function PageFailure() {
  const t = useTranslations('app');
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
