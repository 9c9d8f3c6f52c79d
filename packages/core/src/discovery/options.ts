import { listDepartments, listUniversities, type Department, type University } from '../tenants/index.js';
import type { Ctx } from '../kernel/index.js';

/** The codes of the parts of an account's two pictures, in display order. Dialects name them. */
export const ICON_PARTS = {
  /** The looks of the animal. */
  adjCode: ['E00', 'E01', 'E02', 'E03', 'E04', 'E05', 'E06', 'E07', 'E30'],
  animalCode: ['A00', 'A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09'],
  backgroundCode: ['B01', 'B02', 'B03', 'B04', 'B05', 'B06'],
  foregroundCode: ['F01', 'F02', 'F03', 'F04', 'F05'],
} as const;

/** The code of a part of a picture. */
export type IconPart = (typeof ICON_PARTS)[keyof typeof ICON_PARTS][number];

/** The blocks of an intro that consist of tags. */
export const TAG_BLOCKS = ['topic', 'relation', 'love', 'actor'] as const;
/** The name of a block that consists of tags. */
export type TagBlock = (typeof TAG_BLOCKS)[number];

/** The predefined tags of each block, in display order; ids are unique across all blocks. Dialects name them. */
export const TAG_IDS = {
  topic: [20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
  relation: [1, 2, 8, 9],
  love: [3, 7, 10, 11, 12],
  actor: [4, 5, 6, 13, 14, 15, 16],
} as const satisfies Readonly<Record<TagBlock, readonly number[]>>;

/** The id of a predefined tag. */
export type TagId = (typeof TAG_IDS)[TagBlock][number];

/** The tenant's options for an intro. */
export async function listIntroOptions(
  ctx: Ctx,
): Promise<{ universities: University[]; departments: Department[] }> {
  const [universities, departments] = await Promise.all([listUniversities(ctx), listDepartments(ctx)]);
  return { universities, departments };
}
