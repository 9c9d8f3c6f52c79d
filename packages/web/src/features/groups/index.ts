export { GroupLayer, useOpenGroup } from './group-layer.js';
export { Ended, GroupNews, useEnding } from './endings.js';
export { MayWrite } from './may-write.js';
export { NewGroup } from './new-group.js';
export { GroupRequests } from './requests.js';
export { Typing } from './typing.js';
export { useNamesIn } from './use-names.js';
export type { Member } from './use-group.js';
export { WriterFace } from './writer-face.js';
