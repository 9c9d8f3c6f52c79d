export { GroupLayer, useOpenGroup } from './group-layer.js';
export { Ended, GroupNews, useEnding } from './endings.js';
export { MayWrite } from './may-write.js';
export { NewGroup } from './new-group.js';
export { GroupRequests } from './requests.js';
export { useNames } from './use-names.js';
export { WriterFace } from './writer-face.js';
