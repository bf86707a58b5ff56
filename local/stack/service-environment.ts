import { PROJECT_ID } from "./constants.ts";
import { dashboardOrigins, type StackUrls } from "./urls.ts";

/** The functions' configuration; the Functions emulator adds where the other emulators are. */
export function functionsEnvironment(urls: StackUrls): Record<string, string> {
  return {
    REDIS_URL: urls.redis,
    GATEWAY_URL: urls.gateway,
    PUBLIC_URL: urls.dashboard,
    ALLOWED_ORIGINS: dashboardOrigins(urls),
    ALLOW_PRIVATE_WEBHOOKS: "true",
    GRAPH_API_URL: `${urls.simulator}/graph/v23.0`,
  };
}

export function gatewayEnvironment(urls: StackUrls): Record<string, string> {
  return {
    GOOGLE_CLOUD_PROJECT: PROJECT_ID,
    REDIS_URL: urls.redis,
    FIRESTORE_EMULATOR_HOST: urls.firestore,
    FIREBASE_AUTH_EMULATOR_HOST: new URL(urls.auth).host.replace("localhost", "127.0.0.1"),
    ALLOWED_ORIGINS: dashboardOrigins(urls),
  };
}
