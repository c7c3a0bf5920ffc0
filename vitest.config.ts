import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'threads',
  isolate: false,
  restoreMocks: true,
  sequence: { shuffle: true },
  // bin/exops.js silences it for users; what it says is in docs/decisions.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
} as const;

// Fast tests first: `unit` and `command` reach nothing, the other two start the real parts once per run.
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...shared, name: 'command', include: ['test/command/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/lab/vitest-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/lab/vitest-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
    coverage: { provider: 'v8', include: ['src/lib/**'], reporter: ['text-summary'] },
  },
});
