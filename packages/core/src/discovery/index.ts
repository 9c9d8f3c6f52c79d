export {
  ICON_PARTS,
  listIntroOptions,
  TAG_BLOCKS,
  TAG_IDS,
  type IconPart,
  type TagBlock,
  type TagId,
} from './options.js';
export { loadCards, acceptsChats, type Card, type Intro } from './cards-store.js';
export { getOwnCard } from './get-own-card.js';
export { getOwnStanding, type OwnStanding } from './get-own-standing.js';
export {
  listPeople,
  type ListedPerson,
  type MaskedPerson,
  type PeopleList,
  type ShownPerson,
} from './list-people.js';
export { openIntro, type OpenedIntro } from './open-intro.js';
export { FIRST_ICON, MASKED_ICON, type IconCodes, type SendStatus } from './rules.js';
export { setIntro, type IntroInput } from './set-intro.js';
export { findSendStatus, type Allowance } from './allowance.js';
export { clampViewTimes } from './clamp-times.js';
export { countClicks, resetClicks } from './views.js';
export { eraseIntro } from './erase.js';
