import {
  Bell,
  Download,
  Info,
  KeyRound,
  MonitorSmartphone,
  Palette,
  QrCode,
  ShieldCheck,
  UserRound,
  type LucideIcon,
} from 'lucide-react';

/** A page of settings; its name is a key of the texts `me.pages`. */
interface SettingsPage {
  readonly to: `/me/${SettingsPage['name']}`;
  readonly icon: LucideIcon;
  readonly name:
    | 'profile'
    | 'code'
    | 'account'
    | 'devices'
    | 'notifications'
    | 'privacy'
    | 'appearance'
    | 'data'
    | 'about';
}

/** The pages of settings, in their order. */
export const pages: readonly SettingsPage[] = [
  { to: '/me/profile', icon: UserRound, name: 'profile' },
  { to: '/me/code', icon: QrCode, name: 'code' },
  { to: '/me/account', icon: KeyRound, name: 'account' },
  { to: '/me/devices', icon: MonitorSmartphone, name: 'devices' },
  { to: '/me/notifications', icon: Bell, name: 'notifications' },
  { to: '/me/privacy', icon: ShieldCheck, name: 'privacy' },
  { to: '/me/appearance', icon: Palette, name: 'appearance' },
  { to: '/me/data', icon: Download, name: 'data' },
  { to: '/me/about', icon: Info, name: 'about' },
];
