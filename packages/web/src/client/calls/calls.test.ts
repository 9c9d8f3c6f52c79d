import { ImError, RealtimeError, type RealtimeState } from '@kith/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCalls, type Call } from './calls.js';
import { MediaError } from './media.js';
import type { PeerOptions, Signal } from './peer.js';

const OWN = 1;
const PEER = 2;
const TO = { listId: 'a', peerId: PEER, medium: 'video' } as const;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A tab, with everything around it in the test's hands. */
function makeTab({ had }: { had?: number } = {}) {
  const log: string[] = [];
  const signals: Signal[] = [];
  const makeTrack = (kind: 'audio' | 'video') =>
    Object.assign(new EventTarget(), { kind, enabled: true, stop: () => log.push('stop') });
  const tracks = [makeTrack('video')];
  const media = {
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    addTrack: (track: (typeof tracks)[number]) => tracks.push(track),
    removeTrack: (track: (typeof tracks)[number]) => tracks.splice(tracks.indexOf(track), 1),
  } as unknown as MediaStream;
  const answers = {
    sendVideo: async () => ({ call_id: 7 }),
    agreeVedio: async () => undefined,
    closeVideo: async () => undefined,
    openMedia: async () => media,
    openTrack: async (kind: 'audio' | 'video') => makeTrack(kind),
    call: async (): Promise<object | undefined> => undefined,
    turn: (): Promise<object> => Promise.reject(new RealtimeError('feature_off', '')),
    signal: async () => undefined,
    state: 'live' as RealtimeState,
    isLeft: false,
  };
  let peer: PeerOptions | undefined;
  let time = 0;
  const calls = createCalls({
    ownId: OWN,
    im: {
      message: {
        sendVideo: () => answers.sendVideo(),
        agreeVedio: () => (log.push('agree'), answers.agreeVedio()),
        closeVideo: ({ call_id: id }: { call_id: number }) => (log.push(`close ${id}`), answers.closeVideo()),
      },
    } as never,
    realtime: {
      get state() {
        return answers.state;
      },
      turn: () => answers.turn() as never,
      signal: () => answers.signal(),
      call: () => answers.call() as never,
    },
    openMedia: () => answers.openMedia(),
    openMicrophone: () => answers.openTrack('audio') as Promise<never>,
    openCamera: () => answers.openTrack('video') as Promise<never>,
    createPeer: (options) => {
      peer = options;
      log.push('peer');
      return {
        offer: () => log.push('offer'),
        receive: async (signal) => {
          if (signal.data['from'] === undefined) throw new Error('unreadable');
          signals.push(signal);
        },
        restart: (servers) => log.push(servers ? `restart with ${servers[0]?.username}` : 'restart'),
        setMicrophone: async () => void log.push('microphone'),
        setCamera: async (track) => void log.push(track ? 'camera' : 'no camera'),
        tellState: () => log.push('state'),
        close: () => log.push('end of peer'),
      };
    },
    claims: {
      take: (id) => log.push(`take ${id}`),
      release: () => undefined,
      resume: async (id) => id === had,
      isLeft: async () => answers.isLeft,
    },
    now: () => time,
  });
  const change = (state: string, { from = PEER, outcome = null as string | null } = {}) =>
    calls.noteEvent({
      type: 'call_changed',
      data: {
        call_id: 7,
        list_id: 'a',
        caller_id: from,
        callee_id: from === OWN ? PEER : OWN,
        medium: 'video',
        state,
        outcome,
      },
    });
  return {
    calls,
    answers,
    tracks,
    makeTrack,
    log,
    signals,
    change,
    peer: () => peer!,
    call: (): Call | undefined => calls.store.getState().call,
    /** Lets promises settle, and time pass. */
    pass: (ms = 0) => {
      time += ms;
      return vi.advanceTimersByTimeAsync(ms);
    },
  };
}

test.each([
  ['answered elsewhere', 'active', null],
  ['refused elsewhere', 'ended', 'refused'],
  ['cancelled', 'ended', 'cancelled'],
  ['missed', 'ended', 'missed'],
])('a call that was %s stops ringing and leaves nothing', (_, state, outcome) => {
  const tab = makeTab();
  tab.change('ringing');
  expect(tab.call()).toMatchObject({ phase: 'incoming', peerId: PEER, isOutgoing: false });
  tab.change(state, { outcome });
  expect(tab.call()).toBeUndefined();
  expect(tab.log).toEqual([]);
});

test('the device that answers offers first, and both see the time since they were connected', async () => {
  const tab = makeTab();
  tab.change('ringing');
  await tab.calls.answer('video');
  expect(tab.log).toEqual(['agree', 'take 7', 'peer', 'offer']);
  expect(tab.peer()).toMatchObject({ isPolite: false, iceServers: [] });
  await tab.pass(1500);
  tab.peer().onConnected();
  expect(tab.call()).toMatchObject({ phase: 'connected', since: 1500 });
  tab.change('ended', { outcome: 'completed' });
  expect(tab.call()).toMatchObject({ phase: 'ended', end: 'completed' });
  expect(tab.log.slice(4)).toEqual(['end of peer', 'stop']);
});

test('the caller waits for the offer; what comes before the connection is not lost', async () => {
  const tab = makeTab();
  await tab.calls.begin(TO);
  expect(tab.call()).toMatchObject({ id: 7, phase: 'calling', hasCamera: true });
  const offer = { kind: 'offer', data: { from: 'x' } } as const;
  tab.calls.noteSignal({ call_id: 7, ...offer });
  tab.calls.noteSignal({ call_id: 8, ...offer });
  tab.change('active', { from: OWN });
  await tab.pass();
  expect(tab.signals).toEqual([offer]);
  expect(tab.log).toEqual(['take 7', 'peer']);
});

test.each([
  ['refused', 'refused'],
  ['cancelled', 'cancelled'],
  ['missed', 'missed'],
])('the caller reads that the call was %s', async (outcome, end) => {
  const tab = makeTab();
  await tab.calls.begin(TO);
  tab.change('ended', { from: OWN, outcome });
  expect(tab.call()).toMatchObject({ phase: 'ended', end, local: undefined });
  tab.calls.dismiss();
  expect(tab.call()).toBeUndefined();
});

test('without a microphone nobody is called, and a call goes on ringing', async () => {
  const tab = makeTab();
  tab.answers.openMedia = () => Promise.reject(new MediaError('refused'));
  await tab.calls.begin(TO);
  expect(tab.call()).toMatchObject({ phase: 'ended', end: 'noMicrophone.refused' });
  tab.change('ringing');
  await tab.calls.answer('voice');
  expect(tab.call()).toMatchObject({ phase: 'incoming', trouble: 'refused' });
  expect(tab.log).toEqual([]);
});

test('a refusal of the server is kept for the reader', async () => {
  const tab = makeTab();
  const error = new ImError(1, 'The line is busy.');
  tab.answers.sendVideo = () => Promise.reject(error);
  await tab.calls.begin(TO);
  expect(tab.call()).toMatchObject({ phase: 'ended', end: { refusal: error } });
});

test('when both call at the same time, the one who was second hears the call of the first', async () => {
  const tab = makeTab();
  tab.answers.sendVideo = () => Promise.reject(new ImError(1, 'You are in a call.'));
  const beginning = tab.calls.begin(TO);
  tab.change('ringing');
  await beginning;
  expect(tab.call()).toMatchObject({ id: 7, phase: 'incoming' });
});

test('a call that was given up before the server knew it is cancelled there', async () => {
  const tab = makeTab();
  let answer: (call: { call_id: number }) => void = () => undefined;
  tab.answers.sendVideo = () => new Promise((resolve) => (answer = resolve));
  const beginning = tab.calls.begin(TO);
  await tab.pass();
  tab.calls.hangUp();
  expect(tab.call()).toBeUndefined();
  answer({ call_id: 7 });
  await beginning;
  expect(tab.log).toEqual(['stop', 'close 7']);
});

test('a lost way is looked for again; after half a minute the call ends, at the server when it can be reached', async () => {
  const tab = makeTab();
  await tab.calls.begin(TO);
  tab.change('active', { from: OWN });
  await tab.pass();
  tab.peer().onConnected();
  tab.peer().onLost();
  expect(tab.call()?.phase).toBe('lost');
  await tab.pass(2000);
  tab.calls.noteState('live');
  await tab.pass();
  expect(tab.log.slice(2)).toEqual(['restart', 'restart']);
  tab.peer().onConnected();
  await tab.pass(60_000);
  expect(tab.call()?.phase).toBe('connected');

  tab.answers.closeVideo = () => Promise.reject(new TypeError('Failed to fetch'));
  tab.peer().onLost();
  await tab.pass(30_000);
  expect(tab.call()).toMatchObject({ phase: 'ended', end: 'unreachable' });
  expect(tab.log.filter((one) => one.startsWith('close'))).toEqual(['close 7']);
  tab.answers.closeVideo = async () => undefined;
  tab.calls.noteState('live');
  await tab.pass();
  tab.calls.noteState('live');
  expect(tab.log.filter((one) => one.startsWith('close'))).toEqual(['close 7', 'close 7']);
});

test('a signal that cannot be used does not end a call', async () => {
  const tab = makeTab();
  await tab.calls.begin(TO);
  tab.change('active', { from: OWN });
  await tab.pass();
  tab.peer().onConnected();
  tab.calls.noteSignal({ call_id: 7, kind: 'candidate', data: {} });
  await tab.pass(60_000);
  expect(tab.call()?.phase).toBe('connected');
});

test('of two devices that answer at once, the second one leaves', async () => {
  const tab = makeTab();
  tab.answers.signal = () => Promise.reject(new RealtimeError('forbidden', ''));
  tab.change('ringing');
  await tab.calls.answer('voice');
  tab.peer().send({ kind: 'offer', data: {} });
  await tab.pass();
  expect(tab.call()).toBeUndefined();
  expect(tab.log.filter((one) => one.startsWith('close'))).toEqual([]);
});

const LIVE = { call_id: 7, list_id: 'a', caller_id: PEER, callee_id: OWN, medium: 'video', room: 1 };

test('a tab that was reloaded goes on with its call; another one leaves it alone', async () => {
  const tab = makeTab({ had: 7 });
  tab.answers.call = async () => ({ ...LIVE, state: 'active', answered: 500 });
  await tab.calls.open();
  expect(tab.call()).toMatchObject({ phase: 'connecting', since: 500, isOutgoing: false });
  expect(tab.log).toEqual(['take 7', 'peer', 'offer']);

  const other = makeTab();
  other.answers.call = tab.answers.call;
  await other.calls.open();
  expect(other.call()).toBeUndefined();
  other.answers.call = async () => ({ ...LIVE, state: 'ringing' });
  await other.calls.open();
  expect(other.call()?.phase).toBe('incoming');
});

test('a device that was unplugged is replaced, or the reader is told that it is gone', async () => {
  const tab = makeTab();
  tab.tracks.push(tab.makeTrack('audio'));
  await tab.calls.begin(TO);
  tab.change('active', { from: OWN });
  await tab.pass();
  tab.log.splice(0);
  const [camera, microphone] = tab.tracks;
  tab.calls.setMuted(true);
  microphone!.dispatchEvent(new Event('ended'));
  await tab.pass();
  expect(tab.call()).toMatchObject({ notice: 'microphoneChanged', hasCamera: true });
  expect(tab.tracks.map(({ kind, enabled }) => [kind, enabled])).toEqual([
    ['video', true],
    ['audio', false],
  ]);
  expect(tab.log.splice(0)).toEqual(['state', 'stop', 'microphone', 'state']);
  // A track that was replaced tells nothing any more.
  microphone!.dispatchEvent(new Event('ended'));
  await tab.pass();
  expect(tab.log).toEqual([]);

  camera!.dispatchEvent(new Event('ended'));
  await tab.pass();
  expect(tab.call()).toMatchObject({ notice: 'cameraGone', hasCamera: false });
  expect(tab.log.splice(0)).toEqual(['stop', 'no camera', 'state']);
  tab.answers.openTrack = () => Promise.reject(new MediaError('missing'));
  await tab.calls.setCamera(true);
  expect(tab.call()).toMatchObject({ notice: 'noCamera.missing', hasCamera: false });
  expect(await tab.calls.choose('microphone', 'x')).toBe(false);
  expect(tab.call()?.notice).toBe('microphoneUnusable');
  tab.tracks[0]!.dispatchEvent(new Event('ended'));
  await tab.pass();
  expect(tab.call()).toMatchObject({ phase: 'connecting', notice: 'microphoneGone' });
  expect(tab.log).toEqual([]);
});

test('a restart takes new access to the servers, and waits for the server', async () => {
  const tab = makeTab();
  await tab.calls.begin(TO);
  tab.change('active', { from: OWN });
  await tab.pass();
  tab.peer().onConnected();
  tab.answers.state = 'connecting';
  tab.peer().onLost();
  await tab.pass(2000);
  expect(tab.log).not.toContain('restart');
  tab.answers.state = 'live';
  tab.answers.turn = async () => ({ urls: [], username: 'new', credential: '' });
  tab.calls.noteState('live');
  await tab.pass();
  expect(tab.log).toContain('restart with new');
});

test('a call that rings ends when the tab that made it is gone, also from another tab, but not while that one loads again', async () => {
  const other = makeTab();
  other.change('ringing', { from: OWN });
  expect(other.call()).toBeUndefined();
  other.answers.isLeft = true;
  await other.pass(3000);
  other.answers.isLeft = false;
  await other.pass(60_000);
  expect(other.log).toEqual([]);
  other.answers.isLeft = true;
  await other.pass(10_000);
  expect(other.log).toEqual(['close 7']);

  const answered = makeTab();
  answered.answers.isLeft = true;
  answered.change('ringing', { from: OWN });
  answered.change('active', { from: OWN });
  await answered.pass(60_000);
  expect(answered.log).toEqual([]);
});
