import { expect, test } from "vitest";
import { checkConfig, readChannelConfig, readConfig, readWebhookConfig } from "./config.ts";

const secret = "whsec_dGhpcyBpcyBhIHJlYWwgc2VjcmV0IG9mIGEgY3Jt";
const deployed = {
  K_SERVICE: "webhooks",
  K_CONFIGURATION: "webhooks",
  FUNCTION_TARGET: "webhooks",
  GCLOUD_PROJECT: "chat-prod",
  REDIS_URL: "rediss://:password@10.0.0.3:6379",
  GATEWAY_URL: "https://events.chat.example/",
  ALLOWED_ORIGINS: "https://desk.example, https://chat.example",
  WHATSAPP_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WHATSAPP_VERIFY_TOKEN: "a-verify-token-nobody-knows",
  WEBHOOK_SOURCES: JSON.stringify({ crm: { secrets: [secret] } }),
};
const emulated = {
  K_SERVICE: "webhooks",
  FUNCTIONS_EMULATOR: "true",
  FUNCTION_TARGET: "webhooks",
  GCLOUD_PROJECT: "demo-live-chat",
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080",
  WHATSAPP_APP_SECRET: "local-app-secret",
  WHATSAPP_VERIFY_TOKEN: "local-verify-token",
  WEBHOOK_SOURCES: '{"demo":{"secrets":["whsec_bG9jYWwtd2ViaG9vay1zZWNyZXQtMDAwMQ=="]}}',
};

test("deployed configuration is taken as it is", () => {
  expect(() => checkConfig(deployed)).not.toThrow();
  expect(readConfig(deployed)).toEqual({
    projectId: "chat-prod",
    emulator: false,
    gatewayUrl: "https://events.chat.example",
    publicUrl: "https://chat-prod.web.app",
    redisUrl: "rediss://:password@10.0.0.3:6379",
    allowedOrigins: ["https://desk.example", "https://chat.example"],
    allowPrivateWebhooks: false,
  });
  expect(readWebhookConfig(deployed).sources).toEqual({ crm: { secrets: [secret] } });
});

test("the emulator needs nothing but the documented secrets", () => {
  expect(() => checkConfig(emulated)).not.toThrow();
  expect(readConfig(emulated)).toMatchObject({
    emulator: true,
    gatewayUrl: "http://localhost:8003",
    publicUrl: "http://localhost:3000",
    allowPrivateWebhooks: true,
  });
  expect(Object.keys(readWebhookConfig(emulated).sources)).toEqual(["demo"]);
});

test.each([
  ["FUNCTIONS_EMULATOR", "true"],
  ["FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099"],
  ["FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"],
  ["WHATSAPP_APP_SECRET", "local-app-secret"],
  ["WHATSAPP_VERIFY_TOKEN", "local-verify-token"],
  ["WEBHOOK_SOURCES", emulated.WEBHOOK_SOURCES],
  ["GATEWAY_URL", "http://events.chat.example"],
  ["PUBLIC_URL", "http://chat.example"],
  ["ALLOW_PRIVATE_WEBHOOKS", "true"],
])("deployed code refuses to start with a laptop's %s", (name, value) => {
  expect(() => checkConfig({ ...deployed, [name]: value })).toThrow(name);
});

test.each([
  ["GCLOUD_PROJECT", ""],
  ["REDIS_URL", "10.0.0.3:6379"],
  ["REDIS_URL", "http://10.0.0.3"],
  ["ALLOW_PRIVATE_WEBHOOKS", "yes"],
  ["GATEWAY_URL", undefined],
  ["ALLOWED_ORIGINS", "https://desk.example/"],
  ["ALLOWED_ORIGINS", "*"],
  ["WHATSAPP_APP_SECRET", "short"],
  ["WEBHOOK_SOURCES", "crm=secret"],
  ["WEBHOOK_SOURCES", "[]"],
  ["WEBHOOK_SOURCES", '{"crm":{"secrets":[]}}'],
  ["WEBHOOK_SOURCES", '{"crm":{"secrets":["secret"]}}'],
  ["WEBHOOK_SOURCES", `{"a/b":{"secrets":["${secret}"]}}`],
  ["WEBHOOK_SOURCES", `{"crm":{"secrets":["${secret}","${secret}","${secret}"]}}`],
])("a wrong %s (%s) is named in a sentence", (name, value) => {
  const start = () => checkConfig({ ...deployed, [name]: value });
  expect(start).toThrow(name === "WEBHOOK_SOURCES" ? /WEBHOOK_SOURCES|"crm"/ : name);
  expect(start).toThrow(/^[A-Z].*\.$|-$/);
});

test.each(["api", "deliverReply", "continueDelivery", "deliverWebhook"])(
  "%s refuses to sign links with a key that others may know",
  (FUNCTION_TARGET) => {
    const api = {
      ...deployed,
      FUNCTION_TARGET,
      WHATSAPP_ACCESS_TOKEN: "a-token-that-nobody-else-knows",
      MEDIA_SIGNING_KEY: "0123456789abcdef0123456789abcdef",
    };
    expect(() => checkConfig(api)).not.toThrow();
    for (const MEDIA_SIGNING_KEY of [undefined, "short", "local-media-signing-key"]) {
      expect(() => checkConfig({ ...api, MEDIA_SIGNING_KEY })).toThrow("MEDIA_SIGNING_KEY");
    }
    expect(() => checkConfig({ ...deployed, MEDIA_FOLDER: "/tmp" })).toThrow("MEDIA_FOLDER");
  },
);

test("no sentence repeats a secret", () => {
  const values = { WHATSAPP_APP_SECRET: "s3cr3t", WEBHOOK_SOURCES: '{"crm":{"secrets":["s3cr3t"]}}' };
  for (const [name, value] of Object.entries(values)) {
    try {
      checkConfig({ ...deployed, [name]: value });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("s3cr3t");
    }
  }
});

test("loading the code for a deploy needs no values", () => {
  expect(() => checkConfig({})).not.toThrow();
});

test("a source named like an object's own property isn't there by itself", () => {
  expect(readWebhookConfig(deployed).sources.constructor).toBeUndefined();
});

test("what reaches out to channels needs a token of its own, Meta's address by default, and https", () => {
  const sources = (url: string) => JSON.stringify({ crm: { secrets: [secret], url } });
  const values = {
    ...{ ...deployed, FUNCTION_TARGET: "deliverReply", WHATSAPP_ACCESS_TOKEN: "EAAG-a-long-access-token" },
    MEDIA_SIGNING_KEY: "0123456789abcdef0123456789abcdef",
    WEBHOOK_SOURCES: sources("https://crm.example/answers"),
  };
  expect(() => checkConfig(values)).not.toThrow();
  expect(readChannelConfig(values)).toMatchObject({
    whatsapp: { graphUrl: "https://graph.facebook.com/v23.0", businessAccount: null },
    sources: { crm: { url: "https://crm.example/answers" } },
  });
  const refused = [
    { WHATSAPP_ACCESS_TOKEN: "local-access-token" },
    { WHATSAPP_ACCESS_TOKEN: undefined },
    { GRAPH_API_URL: "http://localhost:3001/graph/v23.0" },
    { WEBHOOK_SOURCES: sources("http://crm.example/answers") },
  ];
  for (const wrong of refused) {
    expect(() => checkConfig({ ...values, ...wrong })).toThrow(Object.keys(wrong)[0]);
  }
});
