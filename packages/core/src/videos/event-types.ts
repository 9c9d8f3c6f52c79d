import type { TenantId } from '../kernel/ids.js';

/** The area's notifications after a commit. */
export interface VideosEvent {
  readonly type: 'video_taken_down';
  readonly tenantId: TenantId;
  readonly videoId: number;
}
