import type { TenantSettings } from '@kith/core/kernel';

const bit = (is: boolean): string => (is ? '1' : '0');

/**
 * The tenant's settings under the names of the Chat API, every value a text. The document's push secrets
 * are there and empty; what belongs to the wallet is switched off.
 */
export function presentConfig(settings: TenantSettings): Record<string, unknown> {
  return {
    user_default_friend: '',
    user_default_friend_changer: '0',
    user_default_friend_random: '0',
    user_default_friend_speak: '',
    user_default_kefu_friend_speak: settings.supportGreeting,
    user_create_group: '0',
    user_withdraw_status: '0',
    user_invite_status: '0',
    system_invite_status: '0',
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
    user_limit_ip: '0',
    tourist_prefix: settings.visitorPrefix,
    pc_page_title: settings.pageTitle,
    admin_page_title: settings.consoleTitle,
    user_regiter_sms_status: bit(settings.smsOnRegistration),
    default_avatar: [],
    key: 'basic_config',
    tab_id: '1',
  };
}
