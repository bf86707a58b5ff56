import preact from "@preact/preset-vite";
import { defineConfig, loadEnv } from "vite";
import { contentSecurityPolicy } from "./content-security-policy.ts";

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [preact(), contentSecurityPolicy(loadEnv(mode, import.meta.dirname))],
  build: { target: "es2022", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": process.env.API_ORIGIN ?? "http://localhost:3000" } },
}));
