import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { useAccount } from '../account/index.js';
import { useGroupState } from './may-write.js';
import { useGroupAct, type Group } from './use-group.js';

interface SwitchesProps {
  readonly listId: string;
  readonly group: Group;
}

/** What the reader wants of the group. */
export function OwnSwitches({ listId: list_id, group }: SwitchesProps) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const act = useGroupAct(list_id);
  const { data: state } = useGroupState(list_id);
  return (
    <div>
      <Switch
        label={t('mute')}
        isOn={group.is_disturb === 1}
        onChange={(value) => act(() => im.message.msgDisturb({ list_id, value }))}
      />
      <Switch
        label={t('pin')}
        isOn={group.top === 1}
        onChange={(value) => act(() => im.message.chatTop({ list_id, value }))}
      />
      {group.group.can_niming === 1 && (
        <Switch
          label={t('anonymousSelf')}
          isOn={state?.is_niming === 1}
          onChange={(status) => act(() => im.action.updateUserSayType({ list_id, status }))}
        />
      )}
    </div>
  );
}

/** What managers decide for everybody. */
export function ManagerSwitches({ listId: list_id, group: { group } }: SwitchesProps) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const act = useGroupAct(list_id);
  return (
    <section>
      <h3 className="pb-1 text-small font-medium text-secondary">{t('rules')}</h3>
      <Switch
        label={t('muteAll')}
        isOn={group.is_msg === 1}
        onChange={(value) => act(() => im.message.groupIsMsg({ list_id, value }))}
      />
      <Switch
        label={t('approval')}
        isOn={group.need_check === 1}
        onChange={(value) => act(() => im.message.needCheckChange({ list_id, value }))}
      />
      <Switch
        label={t('membersEdit')}
        isOn={group.edit_photo === 1}
        onChange={(value) => act(() => im.vendor.editChange({ list_id, value }))}
      />
      <Switch
        label={t('noBefriending')}
        isOn={group.can_add_friend === 1}
        onChange={(value) => act(() => im.message.speekChecked({ list_id, value }))}
      />
      <Switch
        label={t('anonymous')}
        isOn={group.can_niming === 1}
        onChange={(value) => act(() => im.message.nimingChange({ list_id, value }))}
      />
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (value: 0 | 1) => Promise<unknown>;
}

/** Moves at once, and back if the server refuses. */
function Switch({ label, isOn, onChange }: SwitchProps) {
  const [wanted, setWanted] = useState<boolean>();

  async function change(is: boolean): Promise<void> {
    setWanted(is);
    await onChange(is ? 1 : 0);
    setWanted(undefined);
  }

  return (
    <label className="flex min-h-11 items-center justify-between gap-3">
      {label}
      <input
        type="checkbox"
        role="switch"
        checked={wanted ?? isOn}
        onChange={({ target }) => void change(target.checked)}
      />
    </label>
  );
}
