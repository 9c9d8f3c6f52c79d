import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { useTranslations } from '../../text/index.js';
import { TwoPanes } from '../../ui/two-panes.js';
import { MeList } from './me-list.js';
import { ProfilePage } from './profile.js';

/** The own account: a list of what belongs to it, and the page that is open, in a wide window the profile at first. */
export function MeScreen() {
  const t = useTranslations('me');
  const matches = useMatchRoute();
  const isOpen = matches({ to: '/me' }) === false;
  return (
    <TwoPanes label={t('title')} list={<MeList />} isOpen={isOpen}>
      {isOpen ? <Outlet /> : <ProfilePage />}
    </TwoPanes>
  );
}
