import { defineConfig } from 'vitest/config'

// The source condition makes workspace packages resolve to their sources, so tests need no build.
const conditions = ['parallax-source', 'node', 'import', 'default']
const project = (name: string, include: string[]) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // A machine that is busy with other work must not fail what is right; the tests here take seconds.
  test: { name, include, environment: 'node' as const, testTimeout: 120_000 },
})

export default defineConfig({
  test: {
    // On two cores vitest would otherwise run one file at a time.
    maxWorkers: '100%',
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts']),
      project('architecture', ['test/**/*.test.ts']),
    ],
  },
})
