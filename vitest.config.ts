import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 20_000, hookTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['src-{shared,main}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
          environment: 'node',
        },
      },
      { test: { ...shared, name: 'integration', include: ['src-main/**/*.integration.test.ts'], environment: 'node' } },
      { test: { ...shared, name: 'renderer', include: ['src-renderer/**/*.test.{ts,tsx}'], environment: 'jsdom' } },
    ],
  },
});
