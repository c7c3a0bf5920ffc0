import type { Context } from '../../context.js';
import type { Fix } from '../../lib/doctor/model.js';
import type { ExitCode } from '../../lib/errors.js';
import type { DoctorOptions } from './doctor.js';

/** Makes one change through the engine, as its own command does. */
export type RunFix = (context: Context, options: DoctorOptions, fix: Fix) => Promise<ExitCode>;

/** As `k8s patch-bootstrap` and `topics sync` have them by default. */
const defaults = { maxParallel: 10, throttle: '50MiB' };

export const runFix: RunFix = async (context, options, fix) => {
  switch (fix.kind) {
    case 'wake': {
      const { wakeUp } = await import('../dev/wake.run.js');
      return wakeUp(context, { ...options, names: [], kafka: true });
    }
    case 'patch bootstrap': {
      const { patchBootstrap } = await import('../k8s/patch-bootstrap.run.js');
      return patchBootstrap(context, { ...options, probe: true, maxParallel: defaults.maxParallel });
    }
    case 'sync topics': {
      const { syncTopics } = await import('../topics/sync.run.js');
      const { throttle } = defaults;
      return syncTopics(context, { ...options, throttle, command: 'topics sync', manifests: [] });
    }
    case 'security group rule': {
      const { addRule } = await import('./add-rule.js');
      return addRule(context, options, fix);
    }
  }
};
