import { CONTENT_TYPES, type realtime } from '@kith/contract';
import { ImError, RealtimeError, type ImClient, type Realtime, type RealtimeState } from '@kith/sdk';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LeftCalls } from './left-calls.js';
import { MediaError, stop } from './media.js';
import { OwnDevices, type DeviceOpeners } from './own-devices.js';
import type { Peer, PeerOptions, Signal } from './peer.js';
import type { Claims } from './claims.js';
import { NEW, type Call, type CallEnd, type DeviceNotice, type LiveCall, type Medium } from './call.js';

export type { Call } from './call.js';

/** The calls of an account in this tab; one at a time. */
export interface Calls {
  readonly store: StoreApi<{ readonly call: Call | undefined }>;
  /** Takes up the call that rings, or that this tab had before a reload. */
  open(): Promise<void>;
  begin(to: Pick<Call, 'listId' | 'peerId' | 'medium'>): Promise<void>;
  answer(medium: Medium): Promise<void>;
  /** Cancels, refuses or ends the call. */
  hangUp(): void;
  setMuted(isMuted: boolean): void;
  setCamera(isOn: boolean): Promise<void>;
  /** Changes to another device; resolves to false if it cannot be used, and the one before stays. */
  choose(kind: 'microphone' | 'camera', id: string): Promise<boolean>;
  /** Shows what the reader should know of a device. */
  notice(notice: DeviceNotice): void;
  /** Closes what is left of a call that is over. */
  dismiss(): void;
  noteEvent(event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }): void;
  noteSignal(signal: Omit<realtime.SignalFrame, 't'>): void;
  noteState(state: RealtimeState): void;
  close(): void;
}

interface CallsOptions extends DeviceOpeners {
  readonly ownId: number;
  readonly im: Pick<ImClient, 'message'>;
  readonly realtime: Pick<Realtime, 'signal' | 'turn' | 'call' | 'state'>;
  readonly openMedia: (wanted: { withCamera: boolean }) => Promise<MediaStream>;
  readonly createPeer: (options: PeerOptions) => Peer;
  /** Which tab has which call. */
  readonly claims: Claims;
  readonly now?: () => number;
}

/** So long the two devices may take to find each other, first and again. */
const CONNECT_MS = 30_000;
/** After this time without a way, another one is looked for. */
const RESTART_MS = 2_000;

/** The calls of an account in this tab. */
export function createCalls(options: CallsOptions): Calls {
  return new OneCall(options);
}

class OneCall implements Calls {
  readonly store = createStore<{ readonly call: Call | undefined }>(() => ({ call: undefined }));
  private peer: Peer | undefined;
  private readonly timers = new Map<'end' | 'restart', ReturnType<typeof setTimeout>>();
  /** Calls that ended here while the server could not be reached. */
  private readonly unended = new Set<number>();
  /** What was last heard of a call: events may arrive before the answer to a request. */
  private heard: LiveCall | undefined;
  /** Signals that arrived before there was a connection to take them. */
  private early: Signal[] = [];
  private keys = 0;
  private readonly options: CallsOptions;
  private readonly devices: OwnDevices;
  private readonly left: LeftCalls;

  constructor(options: CallsOptions) {
    this.options = options;
    this.devices = new OwnDevices({
      ...options,
      call: () => this.call,
      peer: () => this.peer,
      change: (part) => this.change(part),
    });
    this.left = new LeftCalls({ ...options, end: (id) => this.tellEnd(id) });
  }

  async open(): Promise<void> {
    const live = await this.options.realtime.call().catch(() => undefined);
    if (!live || this.call) return;
    this.left.note(live);
    const isMine = await this.options.claims.resume(live.call_id);
    if (isMine) await this.takeUp(live);
    else this.ring(live);
  }

  async begin({ listId, peerId, medium }: Pick<Call, 'listId' | 'peerId' | 'medium'>): Promise<void> {
    if (this.isBusy()) return;
    const key = this.enter({ listId, peerId, medium, isOutgoing: true, phase: 'asking' });
    try {
      if (!(await this.openMedia(key, medium))) return;
      const { call_id: id } = await this.options.im.message.sendVideo({
        list_id: listId,
        content_type: medium === 'video' ? CONTENT_TYPES.videoCall : CONTENT_TYPES.voiceCall,
      });
      if (!this.has(key)) return this.tellEnd(id);
      this.options.claims.take(id);
      this.change({ id, phase: 'calling' });
      if (this.heard?.call_id === id) this.follow(this.heard);
    } catch (error) {
      if (this.has(key)) this.fail(error);
    }
  }

  async answer(medium: Medium): Promise<void> {
    const { call } = this;
    if (call?.phase !== 'incoming' || call.id === undefined) return;
    const { id, key } = call;
    this.change({ phase: 'asking', trouble: undefined });
    try {
      if (!(await this.openMedia(key, medium))) return;
      await this.options.im.message.agreeVedio({ call_id: id });
      if (!this.has(key)) return;
      this.options.claims.take(id);
      await this.connect(id);
      this.peer?.offer();
    } catch (error) {
      // It still rings, here and on other devices.
      if (this.has(key) && error instanceof MediaError)
        this.change({ phase: 'incoming', trouble: error.trouble });
      else if (this.has(key)) this.fail(error);
    }
  }

  hangUp(): void {
    const { call } = this;
    if (!call || call.phase === 'ended') return;
    if (call.id !== undefined) this.tellEnd(call.id);
    this.finish(undefined);
  }

  setMuted(isMuted: boolean): void {
    for (const track of this.call?.local?.getAudioTracks() ?? []) track.enabled = !isMuted;
    this.change({ isMuted });
    this.peer?.tellState();
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.devices.setCamera(isOn);
  }

  choose(kind: 'microphone' | 'camera', id: string): Promise<boolean> {
    return this.devices.choose(kind, id);
  }

  notice(notice: DeviceNotice): void {
    this.change({ notice });
  }

  dismiss(): void {
    if (this.call?.phase === 'ended') this.store.setState({ call: undefined });
  }

  noteEvent({
    type,
    data,
  }: {
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  }): void {
    if (type !== 'call_changed') return;
    // The protocol declares this data for this event.
    const change = data as unknown as LiveCall;
    this.heard = change;
    this.left.note(change);
    if (change.call_id === this.call?.id) this.follow(change);
    else this.ring(change);
  }

  noteSignal({ call_id: id, kind, data }: Omit<realtime.SignalFrame, 't'>): void {
    // Signals go to all tabs of a session; those that did not take the call have no peer.
    if (id !== this.call?.id || this.call.phase === 'incoming') return;
    if (!this.peer) return void this.early.push({ kind, data });
    this.take(this.peer, { kind, data });
  }

  noteState(state: RealtimeState): void {
    if (state !== 'live') return;
    for (const id of this.unended) this.tellEnd(id);
    if (this.call?.phase === 'lost' || this.call?.phase === 'connecting') void this.restart();
  }

  close(): void {
    this.left.close();
    this.hangUp();
  }

  private get call(): Call | undefined {
    return this.store.getState().call;
  }

  private isBusy(): boolean {
    return this.call !== undefined && this.call.phase !== 'ended';
  }

  /** Whether this call goes on. */
  private has(key: number): boolean {
    return this.call?.key === key && this.call.phase !== 'ended';
  }

  /** Begins a call; returns its key. */
  private enter(
    call: Pick<Call, 'listId' | 'peerId' | 'medium' | 'isOutgoing' | 'phase'> & Partial<Call>,
  ): number {
    const key = ++this.keys;
    this.early = [];
    this.store.setState({ call: { ...NEW, ...call, key } });
    return key;
  }

  private change(part: Partial<Call>): void {
    if (this.call) this.store.setState({ call: { ...this.call, ...part } });
  }

  /** A call to this account rings. */
  private ring({
    call_id: id,
    list_id: listId,
    caller_id: peerId,
    callee_id: to,
    medium,
    state,
  }: LiveCall): void {
    if (state !== 'ringing' || to !== this.options.ownId || this.isBusy()) return;
    this.enter({ id, listId, peerId, medium, isOutgoing: false, phase: 'incoming' });
  }

  /** The server reports a change of this page's call. */
  private follow({ state, outcome }: LiveCall): void {
    const { call } = this;
    if (state === 'ended') {
      // Who did not take part has nothing to read: the chat has its line.
      this.finish(call?.phase === 'incoming' ? undefined : (outcome ?? 'completed'));
    } else if (state === 'active' && call?.phase === 'incoming') {
      // Answered on another device, or in another tab.
      this.finish(undefined);
    } else if (state === 'active' && call?.phase === 'calling' && call.id !== undefined) {
      // The device that answered sends first.
      void this.connect(call.id);
    }
  }

  /** Goes on with a call that this tab had before a reload. */
  private async takeUp({
    call_id: id,
    list_id: listId,
    caller_id,
    callee_id,
    medium,
    ...rest
  }: LiveCall): Promise<void> {
    const isOutgoing = caller_id === this.options.ownId;
    const peerId = isOutgoing ? callee_id : caller_id;
    const isActive = rest.state === 'active';
    this.options.claims.take(id);
    const key = this.enter({ id, listId, peerId, medium, isOutgoing, phase: 'asking', since: rest.answered });
    try {
      if (!(await this.openMedia(key, medium))) return;
      if (!isActive) return this.change({ phase: 'calling' });
      await this.connect(id);
      this.peer?.offer();
    } catch (error) {
      this.tellEnd(id);
      if (this.has(key)) this.fail(error);
    }
  }

  /** False if the call is over meanwhile. Throws without a microphone. */
  private async openMedia(key: number, medium: Medium): Promise<boolean> {
    const local = await this.options.openMedia({ withCamera: medium === 'video' });
    if (!this.has(key)) {
      stop(local);
      return false;
    }
    for (const track of local.getTracks()) this.devices.watch(track);
    this.change({ local, hasCamera: local.getVideoTracks().length > 0 });
    return true;
  }

  private fail(error: unknown): void {
    const { heard } = this;
    this.finish(error instanceof MediaError ? `noMicrophone.${error.trouble}` : { refusal: error });
    // Both have called at the same time: the call of the other one was first.
    if (heard?.state === 'ringing') this.ring(heard);
  }

  private async connect(id: number): Promise<void> {
    this.change({ phase: 'connecting' });
    this.limit();
    const iceServers = (await this.iceServersOf(id)) ?? [];
    const { call } = this;
    if (call?.id !== id || call.phase === 'ended' || !call.local) return;
    const peer = this.options.createPeer({
      iceServers,
      isPolite: call.isOutgoing,
      media: call.local,
      send: ({ kind, data }) => {
        this.options.realtime.signal(id, kind, data).catch((error: unknown) => this.noteRefused(id, error));
      },
      onConnected: () => {
        for (const timer of this.timers.values()) clearTimeout(timer);
        this.timers.clear();
        this.change({ phase: 'connected', since: this.call?.since ?? (this.options.now ?? Date.now)() });
      },
      onLost: () => this.lose(),
      onRemote: (remote) =>
        this.change({ remote, hasRemoteVideo: remote.getVideoTracks().some(({ muted }) => !muted) }),
      ownState: () => ({ isMuted: this.call?.isMuted ?? false, hasCamera: this.call?.hasCamera ?? false }),
      onState: (peerState) => this.change({ peerState }),
    });
    this.peer = peer;
    for (const signal of this.early.splice(0)) this.take(peer, signal);
  }

  /** Without servers of the operator, the devices look for each other alone. */
  private async iceServersOf(id: number): Promise<RTCIceServer[] | undefined> {
    try {
      const { urls, username, credential } = await this.options.realtime.turn(id);
      return [{ urls, username, credential }];
    } catch {
      return undefined;
    }
  }

  /** Looks for another way. Without the server it is no use: `noteState` tries when it is there. */
  private async restart(): Promise<void> {
    const { peer, call } = this;
    if (!peer || call?.id === undefined || this.options.realtime.state !== 'live') return;
    const iceServers = await this.iceServersOf(call.id);
    if (this.peer === peer && this.call?.phase !== 'connected') peer.restart(iceServers);
  }

  /** A signal that cannot be used changes nothing: a call that does not connect ends after a while. */
  private take(peer: Peer, signal: Signal): void {
    peer.receive(signal).catch(() => undefined);
  }

  private noteRefused(id: number, error: unknown): void {
    if (id !== this.call?.id || !(error instanceof RealtimeError)) return;
    // Another device of this account takes part, or the call is over.
    if (error.code === 'forbidden' || error.code === 'call_over' || error.code === 'not_found')
      this.finish(undefined);
  }

  private lose(): void {
    if (!this.peer || !this.isBusy()) return;
    this.change({ phase: this.call?.phase === 'connecting' ? 'connecting' : 'lost' });
    this.limit();
    if (this.timers.has('restart')) return;
    this.timers.set(
      'restart',
      setTimeout(() => {
        this.timers.delete('restart');
        if (this.call?.phase !== 'connected') void this.restart();
      }, RESTART_MS),
    );
  }

  /** Ends the call if there is no connection in time. */
  private limit(): void {
    if (this.timers.has('end')) return;
    this.timers.set(
      'end',
      setTimeout(() => {
        if (this.call?.id !== undefined) this.tellEnd(this.call.id);
        this.finish('unreachable');
      }, CONNECT_MS),
    );
  }

  /** The server is told as soon as it can be reached. */
  private tellEnd(id: number): void {
    this.unended.add(id);
    this.options.im.message.closeVideo({ call_id: id }).then(
      () => this.unended.delete(id),
      (error: unknown) => {
        // A refusal says that the call has ended.
        if (error instanceof ImError) this.unended.delete(id);
      },
    );
  }

  /** Ends everything here; without a reason nothing is left to read. */
  private finish(end: CallEnd | undefined): void {
    if (!this.isBusy()) return;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.peer?.close();
    this.peer = undefined;
    if (this.call?.local) stop(this.call.local);
    this.options.claims.release();
    if (end === undefined) this.store.setState({ call: undefined });
    else this.change({ ...NEW, phase: 'ended', end });
  }
}
