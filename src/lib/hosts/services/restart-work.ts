import type { Change } from '../../change/plan.js';
import type { NamedService, ServiceState } from './service-state.js';

export type RestartAction = 'restart' | 'redeploy';

/** What is to be done to one service. */
export interface RestartWork {
  readonly action: RestartAction;
  readonly service: NamedService;
  /** As it was when the plan was made. */
  readonly before: ServiceState;
}

export type RestartChange = Change<RestartWork>;

export const serviceKind = 'service';
