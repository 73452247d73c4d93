import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Proofs kill and starve processes for minutes: `npm run test:prove` runs them.
    exclude: process.env.PROVE ? [] : ["test/prove/**"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    // Proofs judge times: one after the other, each has the machine to itself.
    fileParallelism: !process.env.PROVE,
  },
});
