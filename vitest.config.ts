import { defineConfig } from "vitest/config";
import LongestFirst from "./local/testing/longest-first.ts";

/** Tests make and flush their own Redis and Firestore; a developer's own are never touched. */
const ownServices = { REDIS_URL: "", FIRESTORE_EMULATOR_HOST: "", METADATA_SERVER_DETECTION: "none" };
const shared = {
  exclude: ["**/node_modules/**", "**/lib/**", "**/dist/**"],
  testTimeout: 30_000,
  hookTimeout: 120_000,
  env: ownServices,
};

export default defineConfig({
  test: {
    // Real servers and browsers on two cores: more files at once only make each slower.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./local/testing/summary-reporter.ts"],
    projects: [
      {
        test: {
          ...shared,
          name: "parts",
          include: ["{contract,core,functions,sse-gateway,web,local,bench}/**/*.test.{ts,tsx}"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          globalSetup: "e2e/support/global-setup.ts",
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
