export {
  deletePerson,
  exportPerson,
  givePersonQuota,
  grantPersonPlan,
  notePerson,
  pardonPerson,
  renewPersonPassword,
  revokePersonPlans,
  sanctionPerson,
  setPersonAge,
  setPersonPassword,
  setPersonSeesMoments,
  setPersonStatus,
  signPersonOut,
} from './act-on-person.js';
export { findPeople, listPeople } from './find-people.js';
export { createPerson, importPeople, type Imported } from './import-people.js';
export type { FoundPerson, PeoplePlace } from './find-people-store.js';
export type { Person } from './person-store.js';
export { getPerson, listTimeline } from './see-person.js';
export type { TimelinePlace } from './timeline-store.js';
