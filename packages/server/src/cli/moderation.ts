import { writeFile } from 'node:fs/promises';
import { findAccountByUsername, listAgeGroupChanges } from '@kith/core/accounts';
import { listEvidence, openEvidenceFile } from '@kith/core/conversations';
import type { AgeStatus, Ctx } from '@kith/core/kernel';
import {
  addReason,
  approvePhoto,
  decideCase,
  findReasons,
  getCase,
  liftSanction,
  listCases,
  listPhotoUploads,
  openUpload,
  refusePhoto,
  sanctionAccount,
  SANCTION_KINDS,
  type SanctionKind,
} from '@kith/core/moderation';
import { operatorName, readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

interface Given {
  readonly args: readonly string[];
  /** The decider and the reason. */
  readonly by: string;
  readonly why: string;
  readonly hours: number | undefined;
  readonly caseId: number | undefined;
  /** The reason whose letter tells the owner of a refused photo. */
  readonly letter: number | undefined;
  readonly needsText: boolean;
  readonly isAppeal: boolean;
  readonly isChildSafety: boolean;
}

const actions: Readonly<
  Record<string, { argumentCount: number; run: (ctx: Ctx, given: Given) => Promise<string> }>
> = {
  list: {
    argumentCount: 0,
    run: async (ctx, { isChildSafety }) => {
      const cases = await listCases(ctx, isChildSafety);
      return cases
        .map((row) => [row.id, date(row.createdAt), row.targetName, row.tag, row.weight, row.text].join('\t'))
        .join('\n');
    },
  },
  show: {
    argumentCount: 1,
    run: async (ctx, { args, isChildSafety }) =>
      JSON.stringify(await getCase(ctx, { id: readNumber(args[0], 'a case'), isChildSafety }), null, 2),
  },
  decide: {
    argumentCount: 2,
    run: async (ctx, { args: [id, verdict], by, why, isChildSafety }) => {
      if (verdict !== 'uphold' && verdict !== 'dismiss')
        throw new UsageError('Decide a case with "uphold" or "dismiss".');
      const choice = { id: readNumber(id, 'a case'), isChildSafety };
      await decideCase(ctx, { ...choice, isUpheld: verdict === 'uphold', by, why });
      return 'Decided.';
    },
  },
  sanction: {
    argumentCount: 2,
    run: async (ctx, { args: [username = '', kind], by, why, hours, caseId: reportId }) => {
      const { id: accountId } = await findAccountByUsername(ctx, username);
      await sanctionAccount(ctx, { accountId, kind: readKind(kind), hours, reportId, by, why });
      return hours === undefined ? 'In force until it is lifted.' : `In force for ${hours} hours.`;
    },
  },
  lift: {
    argumentCount: 2,
    run: async (ctx, { args: [username = '', kind], by, why }) => {
      const { id: accountId } = await findAccountByUsername(ctx, username);
      await liftSanction(ctx, { accountId, kind: readKind(kind), by, why });
      return 'Lifted.';
    },
  },
  evidence: {
    argumentCount: 1,
    run: async (ctx, { args: [username = ''] }) => {
      const { id } = await findAccountByUsername(ctx, username);
      return JSON.stringify(await listEvidence(ctx, { senderId: id }), null, 2);
    },
  },
  'save-file': {
    argumentCount: 2,
    run: async (ctx, { args: [name = '', path = ''] }) => {
      await writeFile(path, await openEvidenceFile(ctx, name), { mode: 0o600, flag: 'wx' });
      return `Written to ${path}.`;
    },
  },
  'age-group-changes': {
    argumentCount: 0,
    run: async (ctx) =>
      (await listAgeGroupChanges(ctx))
        .map((change) =>
          [
            date(change.changedAt),
            change.accountId,
            change.username,
            `${nameAge(change.from, change.fromProven)} -> ${nameAge(change.to, change.toProven)}`,
            change.cause,
            `${change.friendsAcross} friends`,
            `${change.chatsAcross} chats`,
          ].join('\t'),
        )
        .join('\n'),
  },
  photos: {
    argumentCount: 0,
    run: (ctx, { isChildSafety: isRestricted }) => showPhotos(ctx, { isRestricted }),
  },
  'photos-of': {
    argumentCount: 1,
    run: (ctx, { args: [username] }) => showPhotos(ctx, { username }),
  },
  'save-photo': {
    argumentCount: 2,
    run: async (ctx, { args: [id, path = ''], by, isChildSafety }) => {
      const bytes = await openUpload(ctx, { id: readNumber(id, 'a photo'), by, isChildSafety });
      await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
      return `Written to ${path}.`;
    },
  },
  'approve-photo': {
    argumentCount: 1,
    run: async (ctx, { args: [id], by, why, isAppeal, isChildSafety }) => {
      await approvePhoto(ctx, { id: readNumber(id, 'a photo'), by, why, isAppeal, isChildSafety });
      return 'Approved.';
    },
  },
  'refuse-photo': {
    argumentCount: 1,
    run: async (ctx, { args: [id], by, why, letter, isChildSafety }) => {
      await refusePhoto(ctx, { id: readNumber(id, 'a photo'), by, why, letter, isChildSafety });
      return isChildSafety ? 'Refused; the account is banned, the picture is kept as evidence.' : 'Refused.';
    },
  },
  reasons: {
    argumentCount: 0,
    run: async (ctx) => {
      const reasons = await findReasons(ctx);
      return reasons
        .map(({ id, kind, tag, needsText, title }) =>
          [id, kind, tag, needsText ? 'text' : '-', title].join('\t'),
        )
        .join('\n');
    },
  },
  'add-reason': {
    argumentCount: 4,
    run: async (ctx, { args: [kind, tag = '', title = '', description = ''], needsText, isChildSafety }) => {
      if (kind !== 'ban' && kind !== 'report') throw new UsageError('A reason is for "ban" or "report".');
      return `Added reason ${await addReason(ctx, { kind, tag, needsText, isChildSafety, title, description })}.`;
    },
  },
};

export const moderationCommand: Command = {
  usage:
    'list [--child-safety] | show CASE [--child-safety] | decide CASE uphold|dismiss [--child-safety] | sanction USERNAME limit|bucket|ban [--hours N] [--case CASE] | lift USERNAME limit|bucket|ban | ' +
    'evidence USERNAME | save-file NAME FILE | age-group-changes | photos [--child-safety] | photos-of USERNAME | save-photo PHOTO FILE | approve-photo PHOTO [--appeal] | refuse-photo PHOTO [--letter REASON] [--child-safety] | ' +
    'reasons | add-reason ban|report TAG TITLE DESCRIPTION [--text] [--child-safety] [--why TEXT] [--by NAME] [--tenant ID]',
  summary:
    'Shows and decides reports. "limit" hides a user from all others, "bucket" forbids writing, "ban" forbids signing in. Sanctions and refusals need --why.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, {
      tenant: { type: 'string', default: '1' },
      why: { type: 'string', default: '' },
      by: { type: 'string', default: operatorName() },
      hours: { type: 'string' },
      case: { type: 'string' },
      letter: { type: 'string' },
      text: { type: 'boolean', default: false },
      appeal: { type: 'boolean', default: false },
      'child-safety': { type: 'boolean', default: false },
    });
    const [name = '', ...rest] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action || rest.length !== action.argumentCount)
      throw new UsageError('Specify an action and its arguments.');
    const given = {
      args: rest,
      by: values.by,
      why: values.why,
      hours: values.hours === undefined ? undefined : readHours(values.hours),
      caseId: values.case === undefined ? undefined : readNumber(values.case, 'a case'),
      letter: values.letter === undefined ? undefined : readNumber(values.letter, 'a reason'),
      needsText: values.text,
      isAppeal: values.appeal,
      isChildSafety: values['child-safety'],
    };
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const said = await action.run(await operatorCtx(deps, tenantId), given);
      if (said !== '') console.log(said);
      return 0;
    });
  },
};

/** Uploads, one per line: number, time, user name, place on the card, state, kind of picture. */
async function showPhotos(ctx: Ctx, of: Parameters<typeof listPhotoUploads>[1]): Promise<string> {
  const uploads = await listPhotoUploads(ctx, of);
  return uploads
    .map(({ id, createdAt, username, place, state, isAnimated }) =>
      [id, date(createdAt), username, place ?? '-', state, isAnimated ? 'gif' : 'jpg'].join('\t'),
    )
    .join('\n');
}

function nameAge(status: AgeStatus, isProven: boolean): string {
  const name = ['unknown', 'of age', 'under age'][status];
  return isProven ? `${name}, proven` : `${name}`;
}

function readNumber(text: string | undefined, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text ?? ''))
    throw new UsageError(`The number of ${what} is a whole number from 1.`);
  return Number(text);
}

function readHours(text: string): number {
  const hours = Number(text);
  if (!(hours > 0)) throw new UsageError('Hours are a number above 0.');
  return hours;
}

function readKind(text: string | undefined): SanctionKind {
  const kind = SANCTION_KINDS.find((one) => one === text);
  if (!kind) throw new UsageError(`A sanction is one of ${SANCTION_KINDS.join(', ')}.`);
  return kind;
}

function date(ms: number): string {
  return new Date(ms).toISOString();
}
