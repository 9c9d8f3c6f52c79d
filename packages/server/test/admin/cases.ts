import { randomUUID } from 'node:crypto';
import { admin, type AdminEndpoint } from '@kith/contract';
import { grantVip } from '@kith/core/billing';
import type { AccountId, ErrorCode } from '@kith/core/kernel';
import { approve, putPhoto, uploadOf } from '../api/photos.js';
import { group } from '../conversations/chatting.js';
import type { Kith, Person } from '../harness/kith.js';
import { Authenticator } from '../harness/authenticator.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { hire, operator, punish } from '../im/operator.js';
import { insertVideos } from '../im/videos.js';

/** The callers of the matrix; `other tenant` is the owner of another tenant, `installation` owns the installation. */
export const roles = [
  'nobody',
  'member',
  'support',
  'editor',
  'moderator',
  'owner',
  'other tenant',
  'installation',
] as const;
export type Role = (typeof roles)[number];

type Outcome = 'ok' | ErrorCode;
type Row = Readonly<Record<Role, Outcome>>;
/** `caller` is undefined for callers without a session of the console. */
type Params = (scene: Scene, caller: Staff | undefined) => object | Promise<object>;

/** What the calls are about. */
export interface Scene {
  readonly kith: Kith;
  readonly member: Person;
  /** Reports the member, for a reason of child safety or another one. */
  readonly reporter: Person;
  readonly childSafetyReason: number;
  readonly owner: Staff;
}

/** One way to call an endpoint, and the outcome for each role. */
export interface Case {
  readonly endpoint: AdminEndpoint;
  readonly row: Row;
  readonly params?: Params | undefined;
}

const outside = { nobody: 'not_signed_in', member: 'not_signed_in' } as const;

/** The same for all staff. */
function staff(outcome: Outcome): Row {
  const roles = { support: outcome, editor: outcome, moderator: outcome, owner: outcome };
  return { ...outside, ...roles, 'other tenant': outcome, installation: outcome };
}

/** For owners; those of another tenant see their own. */
const owners: Row = { ...staff('forbidden'), owner: 'ok', 'other tenant': 'ok', installation: 'ok' };
/** For owners, about an object of their tenant. */
const ownersOfTenant: Row = { ...owners, 'other tenant': 'not_found' };
/** For those who review. */
const reviewers: Row = { ...owners, moderator: 'ok' };
const reviewersOfTenant: Row = { ...reviewers, 'other tenant': 'not_found' };
const installation: Row = { ...staff('forbidden'), installation: 'ok' };

function rows(row: Row, of: readonly (AdminEndpoint | [AdminEndpoint, Params])[]): Case[] {
  return of.map((one) => {
    const [endpoint, params] = Array.isArray(one) ? (one as [AdminEndpoint, Params]) : [one as AdminEndpoint];
    return { endpoint, row, params };
  });
}

let added = 0;

/** The version of a tenant's settings. */
const settingsVersion = async ({ kith }: Scene, tenant = 1): Promise<number> => {
  const [row] = await kith.sql<{ version: number }>(
    'select settings_version as version from tenants where id = $1',
    [tenant],
  );
  return row!.version;
};

/** A member of staff of the first tenant whom a call may change. */
const somebody = async ({ kith }: Scene): Promise<{ id: number }> => ({
  id: (await makeStaff(kith, 'editor')).id,
});

/** A photo as the queue shows it: a new picture in the place of a reviewed one has a line in the log of moderation. */
async function seenPhoto({ kith }: Scene, id: number): Promise<{ id: number; version: number }> {
  const [row] = await kith.sql<{ version: number }>(
    'select coalesce(max(id), 0)::int as version from moderation_log where upload_id = $1',
    [id],
  );
  return { id, version: row!.version };
}

/** A waiting photo. */
const waitingPhoto = async (scene: Scene): Promise<{ id: number; version: number }> =>
  seenPhoto(scene, await uploadOf(scene.kith, await putPhoto(scene.member, 1, 'red')));

/** A photo that was handed over to child safety, of a person of its own, because a refusal bans. */
const restrictedPhoto = async (scene: Scene): Promise<{ id: number; version: number; reason: string }> => {
  const owner = await scene.kith.person('someone');
  const id = await uploadOf(scene.kith, await putPhoto(owner, 1, 'red'));
  await scene.owner.ask('POST', '/admin/photos/{id}/escalation', { id, version: 0, reason });
  return { ...(await seenPhoto(scene, id)), reason };
};

/** The same without a reason. */
const restrictedPhotoOnly = async (scene: Scene): Promise<{ id: number }> => ({
  id: (await restrictedPhoto(scene)).id,
});

/** A reported person, as seen in one of the two queues. */
const reported =
  (queue: 'reports' | 'child_safety') =>
  async ({ kith, member, reporter, childSafetyReason }: Scene) => {
    const isChildSafety = queue === 'child_safety';
    await reporter.api.chat.friendship_block({
      target_id: member.id,
      action: 'report',
      block_reason_id: isChildSafety ? childSafetyReason : 12,
    });
    const [version] = await kith.sql<{ decision: number; report: number; reports: number }>(
      `select max(id)::int as report, count(*)::int as reports, (
         select coalesce(max(id), 0)::int from moderation_log where account_id = $1 and upload_id is null
           and (not is_child_safety or $2)
       ) as decision from reports where target_id = $1 and is_case and state = 'open' and is_child_safety = $2`,
      [member.id, isChildSafety],
    );
    return { id: member.id, version: version! };
  };

const dismissal =
  (queue: 'reports' | 'child_safety') =>
  async (scene: Scene): Promise<object> => ({ ...(await reported(queue)(scene)), verdict: 'dismiss' });

/** A decision about reports that can be undone. */
const dismissed =
  (queue: 'reports' | 'child_safety', path: '/admin/reports' | '/admin/child-safety') =>
  async (scene: Scene): Promise<object> => {
    const seen = await reported(queue)(scene);
    const decision = { ...seen, verdict: 'dismiss' } as const;
    return { id: seen.id, ...(await scene.owner.ask('POST', `${path}/{id}/decision`, decision)) };
  };

/** Reads that take everything with them are logged. */
export const loggedReads: readonly AdminEndpoint[] = [admin.audit.exportRows];
/** An appeal of the member, as seen in the queue. */
async function appealed({ kith, member }: Scene): Promise<{ id: number; version: number }> {
  await punish(kith, member, 'bucket');
  await kith
    .visitor()
    .in.appeal({ username: member.username, password: member.password, text: 'A mistake.' });
  const [seen] = await kith.sql<{ id: number; version: number }>(
    `select s.id::int, (select max(m.id)::int from moderation_log m where m.sanction_id = s.id) as version
     from sanctions s where s.account_id = $1 and s.kind = 'bucket' and s.ended_at is null`,
    [member.id],
  );
  return seen!;
}

/** Leases and challenges end by themselves, and previews change nothing: they are not logged. */
export const unlogged: readonly AdminEndpoint[] = [
  admin.photos.lease,
  admin.reports.lease,
  admin.appeals.lease,
  admin.reports.preview,
  admin.child_safety.lease,
  admin.child_safety.leasePhoto,
  admin.content.preview,
  admin.passkeys.askSignIn,
  admin.passkeys.askProof,
  admin.passkeys.ask,
  admin.desk.markRead,
];

/** For those who help people, and for them and those who moderate. */
const helpers: Row = { ...ownersOfTenant, support: 'ok' };
const everybodyWithPeople: Row = { ...helpers, moderator: 'ok' };
const reason = 'It was asked for.';

/** A small picture. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A person whom a call may change. */
const person = async ({ kith }: Scene): Promise<{ id: number; reason: string }> => ({
  id: (await kith.person('someone')).id,
  reason,
});

/** A group, and a member who may get it. */
const club = async ({ kith }: Scene): Promise<{ id: string; to: number }> => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  return { id: await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]), to: bo.id };
};

/** For those who write what the operator publishes. */
const editors: Row = { ...owners, editor: 'ok' };
const editorsOfTenant: Row = { ...editors, 'other tenant': 'not_found' };

/** An article that members see, with a version that waits for its time. */
const article = async ({ kith, owner }: Scene): Promise<{ id: number; version: number }> => {
  const { id, version } = await owner.ask('POST', '/admin/content/articles', newArticle());
  const publishAt = kith.server.deps.now() + 3_600_000;
  const later = { ...newArticle(), id, version, state: 'scheduled', publishAt } as const;
  return { id, ...(await owner.ask('PUT', '/admin/content/articles/{id}', later)) };
};

/** An announcement that members see. */
const announcement = ({ owner }: Scene): Promise<{ id: number; version: number }> =>
  owner.ask('POST', '/admin/content/announcements', newAnnouncement());

/** A link of the menu. */
const link = ({ owner }: Scene): Promise<{ id: number; version: number }> =>
  owner.ask('POST', '/admin/content/links', newLink());

const newLink = () =>
  ({
    place: 'menu',
    name: `Link ${++added}`,
    url: 'https://example.com/',
    port: '',
    picture: '',
    isShown: true,
  }) as const;

/** The menu of the caller in the order that it has. */
const menuOrder = async ({ owner }: Scene, caller: Staff | undefined) => {
  const rows = await (caller ?? owner).ask('GET', '/admin/content/links', { place: 'menu' }).catch(() => []);
  const ids = rows.map(({ id }) => id);
  return { place: 'menu', seen: ids, ids } as const;
};

const newReason = () =>
  ({
    kind: 'report',
    tag: `tag${++added}`,
    title: 'Advertising',
    description: '',
    needsText: false,
    isChildSafety: false,
    isOffered: true,
    texts: {},
  }) as const;

/** The reasons of the caller in the order that they have. */
const reasonOrder = async ({ owner }: Scene, caller: Staff | undefined) => {
  const rows = await (caller ?? owner).ask('GET', '/admin/content/reasons').catch(() => []);
  const ids = rows.map(({ id }) => id);
  return { seen: ids, ids };
};

/** The pictures of the caller for new accounts, or the caller's stickers, in the order that they have. */
const orderOf =
  (list: '/admin/content/avatars' | '/admin/content/stickers') =>
  async ({ owner }: Scene, caller: Staff | undefined) => {
    const rows = await (caller ?? owner).ask('GET', list).catch(() => []);
    const ids = rows.map(({ id }) => id);
    return { seen: ids, ids };
  };

const sticker = ({ owner }: Scene) =>
  owner.ask('POST', '/admin/content/stickers', { picture: PIXEL, names: {} });

const newAnnouncement = () =>
  ({ texts: { en: { title: `Title ${++added}`, body: '' } }, audience: 'everybody' }) as const;

const newArticle = () =>
  ({
    position: 'help',
    picture: '',
    isShown: true,
    sort: 0,
    texts: { en: { title: `Title ${++added}`, summary: '', body: '' } },
    state: 'published',
  }) as const;

/** A short video. */
const video = async ({ kith, member }: Scene): Promise<{ id: number; reason: string }> => ({
  id: (await insertVideos(kith, member, 1))[0]!,
  reason,
});

/** The order of the categories of videos, as the caller's tenant has it. */
const categoryOrder: Params = async (scene, caller) => {
  const all = await (caller?.ask('GET', '/admin/videos/categories', {}).catch(() => []) ?? []);
  const ids = all.flatMap(({ id, isRemoved }) => (isRemoved ? [] : [id]));
  return { seen: ids, ids };
};

/** A category of videos of the first tenant. */
const category = async (scene: Scene): Promise<{ id: number; name: string }> => {
  const name = `category ${++added}`;
  await scene.owner.ask('POST', '/admin/videos/categories', { name });
  const all = await scene.owner.ask('GET', '/admin/videos/categories', {});
  return { id: all.find((one) => one.name === name)!.id, name };
};

/** A moment. */
const moment = async ({ kith, member }: Scene): Promise<{ id: number; reason: string }> => {
  const [row] = await kith.sql<{ id: number }>(
    "insert into moments (tenant_id, author_id, text, posted_at) values ($1, $2, 'hello', 1) returning id",
    [member.tenant, member.id],
  );
  return { id: Number(row!.id), reason };
};

/** A comment on a moment. */
const momentComment = async (scene: Scene): Promise<{ id: number; reason: string }> => {
  const { member } = scene;
  const [row] = await scene.kith.sql<{ id: number }>(
    `insert into moment_comments (tenant_id, moment_id, author_id, text, created_at)
     values ($1, $2, $3, 'hello', 1) returning id`,
    [member.tenant, (await moment(scene)).id, member.id],
  );
  return { id: Number(row!.id), reason };
};

/** A comment on a video. */
const videoComment = async (scene: Scene): Promise<{ id: number; reason: string }> => {
  const { member } = scene;
  const [row] = await scene.kith.sql<{ id: number }>(
    `insert into video_comments (tenant_id, video_id, owner_id, account_id, content, created_at)
     values ($1, $2, $3, $3, 'hello', 1) returning id`,
    [member.tenant, (await video(scene)).id, member.id],
  );
  return { id: row!.id, reason };
};

/** The same, taken down. */
const takenDown =
  (
    path: Parameters<Staff['ask']>[1] & `/admin/${string}/taking-down`,
    of: (scene: Scene) => Promise<{ id: number; reason: string }>,
  ) =>
  async (scene: Scene): Promise<{ id: number; reason: string }> => {
    const one = await of(scene);
    await scene.owner.ask('POST', path, one);
    return one;
  };

/** Messages that the caller has opened, if the caller may open any; otherwise those that the owner has opened. */
const opening = async (scene: Scene, caller: Staff | undefined): Promise<{ id: number }> => {
  const conversation = (await club(scene)).id;
  const open = (by: Staff) => by.ask('POST', '/admin/messages/openings', { conversation, reason });
  return caller ? open(caller).catch(() => open(scene.owner)) : open(scene.owner);
};

/** A purchase that needs no store. */
const purchase = async ({ kith, member }: Scene): Promise<number> => {
  const [row] = await kith.sql<{ id: number }>(
    `with bought as (
       insert into purchases (tenant_id, account_id, plan_id, platform, repeat_key, plan_code, transaction_id,
         transaction_date, original_transaction_id, original_transaction_date, amount, extra_data, created_at)
       values (1, $1, 1, 'web', $2, 'VIP1', $2, '', '', '', '', '', 1000) returning tenant_id, id, account_id, plan_id
     )
     insert into entitlements (tenant_id, account_id, plan_id, purchase_id, months, price, bought_at, starts_at, ends_at)
     select tenant_id, account_id, plan_id, id, 1, 0, 1000, 1000, 1000 from bought returning purchase_id::int as id`,
    [member.id, `bought-${++added}`],
  );
  return row!.id;
};

let agents = 0;

/** Somebody who may become an agent: nobody may take the name of one, or one that looks like it. */
const futureAgent = async ({ kith }: Scene): Promise<{ id: number; reason: string }> => {
  const letters = 'abcdefgh';
  const name = [1, 8, 64].map((size) => letters[Math.floor(agents / size) % 8]).join('');
  agents++;
  return { id: (await kith.person(`clerk${name}`)).id, reason };
};

/** An agent. */
const agent = async (scene: Scene): Promise<{ id: number; reason: string }> => {
  const future = await futureAgent(scene);
  await hire(scene.kith, { ...future, tenant: 1 });
  return future;
};

/** A customer, with the agent and another one. */
const customer = async (scene: Scene): Promise<{ id: number; from: number; to: number; reason: string }> => {
  const { id: to } = await agent(scene);
  await agent(scene);
  const ann = await scene.kith.person('ann');
  await ann.im.get.kefu();
  const [row] = await scene.kith.sql<{ from: number }>(
    'select agent_id as from from support_threads where customer_id = $1',
    [ann.id],
  );
  const { from } = row!;
  return { id: ann.id, from, to: from === to ? (await agent(scene)).id : to, reason };
};

/** What a passkey of the caller answers when it is created. */
const createdPasskey = async ({ kith }: Scene, caller: Staff | undefined): Promise<object> => {
  const key = new Authenticator(kith.url.replace('http:', 'https:'), `key ${++added}`);
  const unasked = { options: { challenge: 'AAAA', rp: { id: '127.0.0.1' } } };
  const { options } = caller
    ? await caller.ask('POST', '/admin/passkeys/challenge').catch(() => unasked)
    : unasked;
  return { name: 'Laptop', passkey: key.create(options) };
};

/** A passkey of the caller; of nobody without one. */
const ownPasskey = async (scene: Scene, caller: Staff | undefined): Promise<{ id: number }> => {
  const input = await createdPasskey(scene, caller);
  const nobodys = { id: 1 };
  return caller ? caller.ask('POST', '/admin/passkeys', input as never).catch(() => nobodys) : nobodys;
};

const unknownPasskey = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};
/** A customer of an agent as whom the caller answers. */
const served = async (scene: Scene, caller: Staff | undefined): Promise<{ id: number }> => {
  const { id, from } = await customer(scene);
  const given = [caller?.id ?? 0, from];
  await scene.kith.sql('delete from support_desks where staff_id = $1 or agent_id = $2', given);
  await scene.kith.sql(
    'insert into support_desks (tenant_id, staff_id, agent_id) select 1, id, $2 from staff where tenant_id = 1 and id = $1',
    given,
  );
  return { id };
};
const said = (given: object) => async (scene: Scene, caller: Staff | undefined) => ({
  ...(await served(scene, caller)),
  clientId: randomUUID(),
  ...given,
});

/** Every endpoint of the admin API has its row. */
export const cases: readonly Case[] = [
  ...rows({ ...staff('wrong_credentials'), nobody: 'wrong_credentials', member: 'wrong_credentials' }, [
    [admin.session.signIn, () => ({ name: `nobody_${++added}`, password: 'Not1mine', code: '000000' })],
  ]),
  ...rows(staff('ok'), [
    admin.session.own,
    admin.session.signOut,
    [admin.session.prove, (_, caller) => ({ code: caller?.code(1) ?? '000000' })],
    [admin.session.changePassword, () => ({ password: 'Corr3ct horse 2' })],
    admin.session.renewRecoveryCodes,
    admin.session.list,
    admin.session.endOthers,
    admin.staff.roles,
  ]),
  ...rows({ ...staff('ok'), nobody: 'ok', member: 'ok' }, [admin.passkeys.askSignIn]),
  ...rows({ ...staff('wrong_passkey'), nobody: 'wrong_passkey', member: 'wrong_passkey' }, [
    [admin.passkeys.signIn, () => ({ passkey: unknownPasskey })],
  ]),
  ...rows(staff('ok'), [
    [
      admin.passkeys.askProof,
      async (scene, caller) => {
        await ownPasskey(scene, caller);
        return {};
      },
    ],
    admin.passkeys.list,
    admin.passkeys.ask,
    [admin.passkeys.add, createdPasskey],
    [
      admin.passkeys.rename,
      async (scene, caller) => ({ ...(await ownPasskey(scene, caller)), name: 'Phone' }),
    ],
    [admin.passkeys.remove, async (scene, caller) => ({ id: (await ownPasskey(scene, caller)).id })],
  ]),
  ...rows(staff('not_found'), [[admin.session.end, () => ({ id: '00000000-0000-4000-8000-000000000000' })]]),
  // Everybody here has enrolled.
  ...rows(staff('forbidden'), [
    admin.session.startEnrolment,
    [admin.session.enrol, () => ({ password: 'Corr3ct horse 2', code: '000000' })],
  ]),
  ...rows(owners, [
    admin.audit.list,
    admin.jobs.list,
    admin.retention.list,
    [admin.retention.preview, () => ({ kind: 'audit', days: 30 })],
    [admin.audit.exportRows, () => ({ format: 'csv' })],
    admin.settings.list,
    [
      admin.settings.change,
      async (scene, caller) => ({
        version: await settingsVersion(scene, caller?.tenant),
        values: { pageTitle: `Title ${++added}` },
      }),
    ],
    admin.staff.list,
    [admin.staff.add, () => ({ name: `new_${++added}`, role: 'editor' })],
  ]),
  ...rows(owners, [admin.child_safety.list, admin.child_safety.photos]),
  ...rows(ownersOfTenant, [
    [
      admin.jobs.retry,
      async ({ kith, member }) => {
        await kith.sql(
          `insert into data_exports (tenant_id, account_id, state, requested_at, attempts) values (1, $1, 'failed', 1, 3)
           on conflict (tenant_id, account_id) do update set state = 'failed'`,
          [member.id],
        );
        return { kind: 'export', id: member.id };
      },
    ],
    [admin.child_safety.leasePhoto, restrictedPhotoOnly],
    [admin.child_safety.openPhoto, restrictedPhotoOnly],
    [admin.child_safety.refusePhoto, restrictedPhoto],
    [admin.child_safety.returnPhoto, restrictedPhoto],
    [
      admin.child_safety.undoPhoto,
      async (scene) => {
        const { id, ...seen } = await restrictedPhoto(scene);
        const refused = await scene.owner.ask('POST', '/admin/child-safety/photos/{id}/refusal', {
          id,
          ...seen,
        });
        return { id, ...refused };
      },
    ],
    [admin.child_safety.open, reported('child_safety')],
    [admin.child_safety.lease, reported('child_safety')],
    [admin.child_safety.decide, dismissal('child_safety')],
    [admin.child_safety.undo, dismissed('child_safety', '/admin/child-safety')],
    [admin.staff.setRole, async (scene) => ({ ...(await somebody(scene)), role: 'support' })],
    [admin.staff.reset, somebody],
    [admin.staff.endSessions, somebody],
    [admin.staff.remove, somebody],
    [admin.support.setStaff, async (scene) => ({ id: (await agent(scene)).id })],
  ]),
  ...rows(reviewers, [admin.overview.show, [admin.overview.series, () => ({ of: 'tenant', period: 'day' })]]),
  ...rows(reviewers, [admin.photos.list, admin.photos.letters, admin.reports.list]),
  ...rows(reviewersOfTenant, [
    [admin.photos.lease, waitingPhoto],
    [admin.photos.approve, waitingPhoto],
    [admin.photos.postpone, waitingPhoto],
    [admin.photos.refuse, async (scene) => ({ ...(await waitingPhoto(scene)), reason: 'Not a person.' })],
    [
      admin.photos.undo,
      async (scene) => {
        const { id } = await waitingPhoto(scene);
        await approve(scene.kith, id);
        return seenPhoto(scene, id);
      },
    ],
    [
      admin.photos.approveAll,
      async (scene) => ({ id: scene.member.id, photos: [await waitingPhoto(scene)] }),
    ],
  ]),
  ...rows(reviewersOfTenant, [
    [admin.reports.show, reported('reports')],
    [admin.reports.lease, reported('reports')],
    [admin.reports.decide, dismissal('reports')],
    [admin.reports.undo, dismissed('reports', '/admin/reports')],
    [
      admin.reports.preview,
      async (scene) => ({ people: [(await reported('reports')(scene)).id], verdict: 'ban' }),
    ],
    [
      admin.reports.decideAll,
      async (scene) => ({ people: [await reported('reports')(scene)], verdict: 'dismiss' }),
    ],
  ]),
  ...rows(reviewers, [admin.appeals.list]),
  ...rows(reviewersOfTenant, [
    [admin.appeals.lease, async (scene) => ({ id: (await appealed(scene)).id })],
    [admin.appeals.decide, async (scene) => ({ ...(await appealed(scene)), isGranted: true, reason })],
  ]),
  ...rows(editors, [
    admin.content.listArticles,
    [admin.content.addArticle, newArticle],
    admin.content.listAnnouncements,
    [admin.content.addAnnouncement, newAnnouncement],
    admin.content.listUniversities,
    admin.content.listAvatars,
    [admin.content.addAvatar, () => ({ picture: PIXEL })],
    [admin.content.orderAvatars, orderOf('/admin/content/avatars')],
    admin.stickers.listStickers,
    [admin.stickers.addSticker, () => ({ picture: PIXEL, names: { en: 'Wave' } })],
    [admin.stickers.orderStickers, orderOf('/admin/content/stickers')],
    [admin.content.listLinks, () => ({ place: 'menu' })],
    [admin.content.addLink, newLink],
    [admin.content.orderLinks, menuOrder],
    admin.content.listReasons,
    [admin.content.addReason, newReason],
    [admin.content.orderReasons, reasonOrder],
    [admin.content.preview, () => ({ body: '<p>Hello</p>' })],
    [admin.content.addPicture, () => ({ picture: PIXEL })],
  ]),
  ...rows(editorsOfTenant, [
    [admin.content.showArticle, async (scene) => ({ id: (await article(scene)).id })],
    [admin.content.saveArticle, async (scene) => ({ ...newArticle(), ...(await article(scene)) })],
    [admin.content.removeArticle, article],
    [admin.content.showArticleVersion, article],
    [admin.content.restoreArticle, async (scene) => ({ ...(await article(scene)), restored: 1 })],
    [admin.content.unscheduleArticle, article],
    [admin.content.showAnnouncement, async (scene) => ({ id: (await announcement(scene)).id })],
    [
      admin.content.saveAnnouncement,
      async (scene) => ({ ...newAnnouncement(), ...(await announcement(scene)) }),
    ],
    [admin.content.takeBackAnnouncement, announcement],
    [admin.content.saveLink, async (scene) => ({ ...newLink(), ...(await link(scene)) })],
    [admin.content.removeLink, link],
    [
      admin.content.removeAvatar,
      ({ owner }) => owner.ask('POST', '/admin/content/avatars', { picture: PIXEL }),
    ],
    [admin.stickers.saveSticker, async (scene) => ({ ...(await sticker(scene)), names: {} })],
    [admin.stickers.removeSticker, sticker],
    [
      admin.content.saveReason,
      async ({ owner }) => ({
        ...newReason(),
        ...(await owner.ask('POST', '/admin/content/reasons', newReason())),
        version: 1,
      }),
    ],
  ]),
  // Last, and by another reporter each time, because what is moved stays open.
  ...rows(reviewersOfTenant, [
    [admin.photos.escalate, async (scene) => ({ ...(await waitingPhoto(scene)), reason: 'A child.' })],
    [
      admin.reports.escalate,
      async (scene) => {
        const seen = { ...scene, reporter: await scene.kith.person('escalating') };
        return { ...(await reported('reports')(seen)), reason: 'A child.' };
      },
    ],
  ]),
  ...rows(reviewersOfTenant, [
    [admin.messages.conversations, ({ member }) => ({ person: member.id })],
    [admin.messages.open, async (scene) => ({ conversation: (await club(scene)).id, reason })],
  ]),
  // Nobody reads or closes what somebody else has opened.
  ...[admin.messages.read, admin.messages.close].map((endpoint): Case => ({
    endpoint,
    row: reviewersOfTenant,
    params: opening,
  })),
  ...rows(reviewers, [
    [admin.videos.addCategory, () => ({ name: `category ${++added}` })],
    [admin.videos.orderCategories, categoryOrder],
  ]),
  ...rows(reviewers, [
    admin.people.ageChanges,
    admin.messages.openings,
    admin.videos.list,
    admin.videos.categories,
    admin.moments.list,
  ]),
  ...rows(reviewersOfTenant, [
    [admin.videos.takeDown, video],
    [admin.videos.restore, takenDown('/admin/videos/{id}/taking-down', video)],
    [
      admin.videos.renameCategory,
      async (scene) => {
        const { id, name } = await category(scene);
        return { id, name: `${name} renamed`, was: name };
      },
    ],
    [admin.videos.removeCategory, async (scene) => ({ id: (await category(scene)).id })],
    [admin.videos.comments, async (scene) => ({ id: (await video(scene)).id })],
    [admin.videos.takeCommentDown, videoComment],
    [admin.videos.restoreComment, takenDown('/admin/videos/comments/{id}/taking-down', videoComment)],
    [admin.moments.takeDown, moment],
    [admin.moments.restore, takenDown('/admin/moments/{id}/taking-down', moment)],
    [admin.moments.comments, async (scene) => ({ id: (await moment(scene)).id })],
    [admin.moments.takeCommentDown, momentComment],
    [admin.moments.restoreComment, takenDown('/admin/moments/comments/{id}/taking-down', momentComment)],
  ]),
  ...rows(reviewers, [admin.groups.list]),
  ...rows(reviewersOfTenant, [
    [admin.groups.show, async (scene) => ({ id: (await club(scene)).id })],
    [admin.groups.members, async (scene) => ({ id: (await club(scene)).id })],
    [admin.groups.handOver, async (scene) => ({ ...(await club(scene)), reason })],
    [admin.groups.close, async (scene) => ({ id: (await club(scene)).id, reason })],
  ]),
  ...rows({ ...everybodyWithPeople, 'other tenant': 'ok' }, [
    [admin.people.search, () => ({ by: 'name', text: 'ada' })],
    [admin.people.list, () => ({ of: 'newest' })],
  ]),
  ...rows(everybodyWithPeople, [
    [admin.people.show, ({ member }) => ({ id: member.id })],
    [admin.people.timeline, ({ member }) => ({ id: member.id })],
    [admin.people.note, ({ member }) => ({ id: member.id, text: 'Asked for help.' })],
  ]),
  ...rows(reviewersOfTenant, [
    [admin.people.setAge, async (scene) => ({ ...(await person(scene)), isOfAge: true })],
    [admin.people.sanction, async (scene) => ({ ...(await person(scene)), kind: 'bucket', hours: 1 })],
    [
      admin.people.pardon,
      async (scene) => {
        const { id } = await person(scene);
        await punish(scene.kith, { id, tenant: 1 }, 'bucket');
        return { id, kind: 'bucket', reason };
      },
    ],
  ]),
  ...rows({ ...helpers, 'other tenant': 'ok' }, [
    [
      admin.people.importAll,
      () => ({ isDryRun: false, people: [{ username: `imported_${++added}`, password: 'Corr3ct horse' }] }),
    ],
  ]),
  ...rows(helpers, [
    [admin.people.setStatus, async (scene) => ({ ...(await person(scene)), status: 'frozen' })],
    [admin.people.signOut, person],
    [admin.people.renewPassword, person],
    [admin.people.exportData, person],
    [admin.people.remove, person],
  ]),
  ...rows({ ...helpers, 'other tenant': 'ok' }, [admin.plans.list, admin.purchases.list]),
  ...rows(owners, [[admin.plans.add, () => ({ code: `PLAN${++added}`, months: 1, price: 100 })]]),
  ...rows(owners, [[admin.plans.change, () => ({ code: 'VIP1', note: `Note ${++added}` })]]),
  ...rows(helpers, [
    [admin.purchases.check, async (scene) => ({ id: await purchase(scene) })],
    [admin.purchases.giveQuota, async (scene) => ({ ...(await person(scene)), quota: 'wave', amount: 2 })],
    [admin.purchases.grant, async (scene) => ({ ...(await person(scene)), planCode: 'VIP1' })],
    [
      admin.purchases.revoke,
      async (scene) => {
        const given = await person(scene);
        const accountId = given.id as AccountId;
        await grantVip(await operator(scene.kith, 1), {
          accountId,
          planCode: 'VIP1',
          by: 'olga',
          why: reason,
        });
        return given;
      },
    ],
  ]),
  ...rows({ ...helpers, 'other tenant': 'ok' }, [
    admin.support.agents,
    admin.support.conversations,
    admin.desk.show,
  ]),
  ...rows(helpers, [
    [admin.support.addAgent, futureAgent],
    [admin.support.sendAway, agent],
    [admin.support.removeAgent, agent],
    [admin.support.handOver, customer],
    [
      admin.support.setSchedule,
      async (scene) => ({ ...(await agent(scene)), version: 1, timeZone: 'UTC', mostCustomers: 9 }),
    ],
    [
      admin.desk.setState,
      async (scene, caller) => ({ ...(await served(scene, caller)), state: 'available' }),
    ],
    [admin.desk.messages, served],
    [admin.desk.sendText, said({ text: 'hello' })],
    [admin.desk.sendPicture, said({ picture: PIXEL })],
    [admin.desk.markRead, async (scene, caller) => ({ ...(await served(scene, caller)), seq: 1 })],
    [admin.desk.end, served],
  ]),
  ...rows(installation, [admin.connections.list, [admin.connections.test, () => ({ name: 'database' })]]),
  ...rows(installation, [
    admin.tenants.list,
    [admin.tenants.add, () => ({ id: 77, name: 'Elsewhere' })],
    [admin.tenants.rename, () => ({ id: 2, name: 'Renamed' })],
    [admin.session.switchTenant, () => ({ tenant: 2 })],
  ]),
];
