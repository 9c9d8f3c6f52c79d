import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import { CONTENT } from '@kith/core/conversations';
import type { AccountId } from '@kith/core/kernel';
import type { CallSummary } from '@kith/core/calls';
import type { CallSigner } from '@kith/core/ports';
import { callUserId, photoPath } from './account.js';

/** A call as one of its two participants sees it. */
export function presentCall(
  call: CallSummary,
  viewer: AccountId,
  people: ReadonlyMap<number, Profile>,
  signer: CallSigner,
): imShapes.CallData {
  const [caller, callee] = [people.get(call.callerId), people.get(call.calleeId)];
  const isCaller = viewer === call.callerId;
  const [me, other] = isCaller ? [caller, callee] : [callee, caller];
  const what = call.medium === 'video' ? '视频' : '语音';
  return {
    call_id: call.id,
    list_id: call.listId,
    content_type: call.medium === 'video' ? CONTENT.videoCall : CONTENT.voiceCall,
    callType: call.medium,
    user_ids: [String(call.calleeId)],
    user_id: viewer,
    room: call.room,
    roomid: call.room,
    userid: callUserId(viewer),
    usersig: signer.sign(callUserId(viewer)),
    name: other?.nickname ?? '',
    username: other?.nickname ?? '',
    useravatar: other ? photoPath(other) : '',
    myname: me?.nickname ?? '',
    myavatar: caller ? photoPath(caller) : '',
    avatar: callee ? photoPath(callee) : '',
    wait: isCaller ? '正在等待对方接受邀请...' : `邀请您${what}通话...`,
    prompt: '通话中...',
  };
}
