import type { TenantSettings } from '@kith/core/kernel';
import { drawnAvatars } from '@kith/core/ports';

const bit = (is: boolean): string => (is ? '1' : '0');

/**
 * The tenant's settings under the names of the Chat API, with every value as text. The document's push secrets exist
 * but are empty; the wallet is switched off.
 */
export function presentConfig(
  settings: TenantSettings,
  { origin, avatars }: { origin: string; avatars: readonly { id: number; name: string }[] },
): Record<string, unknown> {
  const offered =
    avatars.length > 0
      ? avatars.map(({ id, name }) => ({ id: String(id), photo: `user/${name}/300.jpg` }))
      : drawnAvatars.map((id) => ({ id, photo: `default_avatar_${id}/300.jpg` }));
  return {
    user_default_friend: settings.defaultFriends,
    user_default_friend_changer: bit(settings.defaultFriendMode === 'turns'),
    user_default_friend_random: bit(settings.defaultFriendMode === 'random'),
    user_default_friend_speak: settings.defaultFriendGreeting,
    user_default_kefu_friend_speak: settings.supportGreeting,
    user_create_group: bit(settings.openGroups),
    user_withdraw_status: '0',
    user_invite_status: bit(settings.inviteRequired),
    system_invite_status: bit(settings.systemInviteCode !== ''),
    user_limit_tourist: bit(settings.openVisitors),
    disappear_after_read: bit(settings.burnAfterRead),
    disappear_delay_time: String(settings.burnDelaySeconds),
    user_min_withdraw: '0',
    user_max_withdraw: '0',
    user_day_withdraw_times: '0',
    user_withdraw_fee: '0',
    user_push_appid: '',
    user_push_appKey: '',
    user_push_masterSecret: '',
    user_limit_ip: String(settings.accountsPerAddress),
    tourist_prefix: settings.visitorPrefix,
    pc_page_title: settings.pageTitle,
    admin_page_title: settings.consoleTitle,
    user_regiter_sms_status: bit(settings.smsOnRegistration),
    default_avatar: offered.map(({ id, photo }) => ({
      image_id: id,
      photo,
      image_url: `${origin}/static/photo/${photo}`,
    })),
    key: 'basic_config',
    tab_id: '1',
  };
}

/** One switch by its name in older clients; undefined for an unknown name. */
export function presentSwitch(settings: TenantSettings, key: string): string | undefined {
  switch (key) {
    case 'action_invitation':
      return bit(settings.inviteRequired);
    case 'action_sign':
      return '1';
    case 'action_tabbar_find':
      return bit(settings.exploreUrl !== '');
    default:
      return undefined;
  }
}
