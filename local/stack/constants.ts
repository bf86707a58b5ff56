import { join } from "node:path";

/** The name's beginning tells all of Firebase's tools that there is no such project. */
export const PROJECT_ID = "demo-live-chat";
/** Nobody outside this machine reaches the stack. */
export const HOST = "127.0.0.1";
export const ROOT = join(import.meta.dirname, "../..");
export const DEMO_DATA = join(ROOT, "emulator-data");
