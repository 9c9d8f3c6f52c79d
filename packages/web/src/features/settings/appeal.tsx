import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquareOff } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { useAccount } from '../account/index.js';
import { Appeal } from '../sign-in/index.js';
import { SettingsPane } from './parts.js';

const KEY = ['appeal'];

function useAppeal() {
  const { im } = useAccount();
  return (text?: string) => im.account.appeal(text === undefined ? {} : { text });
}

/** The appeal of somebody who may not write. */
export function AppealPage() {
  const t = useTranslations('appeal');
  return (
    <SettingsPane page="appeal">
      <Appeal queryKey={KEY} appeal={useAppeal()} none={<Notice>{t('none')}</Notice>} />
    </SettingsPane>
  );
}

/** Leads to the appeal whoever may not write; nobody else sees it. */
export function AppealLink() {
  const t = useTranslations('refusal');
  const pages = useTranslations('me.pages');
  const ask = useAppeal();
  const { data } = useQuery({ queryKey: KEY, queryFn: () => ask(), staleTime: 0 });
  if (data === undefined || data.state === 'none') return null;
  return (
    <Link
      to="/me/appeal"
      className="mt-2 flex items-center gap-4 rounded-card bg-danger-tint px-3 py-2 text-danger"
    >
      <Icon of={MessageSquareOff} />
      <span>
        {t('silenced')} <span className="font-medium underline">{pages('appeal')}</span>
      </span>
    </Link>
  );
}
