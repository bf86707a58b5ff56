import { defineSecret, defineString } from "firebase-functions/params";

/**
 * What a deploy asks for and each function receives as environment variables, which `config.ts` reads. In the
 * emulators only the webhooks' secrets are declared, and read from `.secret.local`: the rest are plain variables
 * there, so that `npm start` can move every port.
 */
const deployed = process.env.FUNCTIONS_EMULATOR !== "true";

/** A secret, since it may hold a password. */
const redisUrl = deployed ? [defineSecret("REDIS_URL")] : [];

/** What each kind of function may read. */
export const secrets = {
  api: redisUrl,
  triggers: redisUrl,
  webhooks: [
    ...redisUrl,
    defineSecret("WHATSAPP_APP_SECRET"),
    defineSecret("WHATSAPP_VERIFY_TOKEN"),
    defineSecret("WEBHOOK_SOURCES"),
  ],
};

if (deployed) {
  defineString("GATEWAY_URL", {
    label: "Where browsers reach the event gateway on Cloud Run",
    input: { text: { example: "https://events.chat.example", validationRegex: "^https://[^/]+$" } },
  });
  defineString("ALLOWED_ORIGINS", {
    label: "Origins that may call the REST API, separated by commas; the dashboard on Hosting needs none",
    default: "",
  });
}

/**
 * The way to a Redis in a VPC: VPC_NETWORK and VPC_SUBNET, from `.env.<project>`. Not a param: what a param says
 * is known too late to leave the interface out, where Redis is reached another way.
 */
export const network = process.env.VPC_NETWORK
  ? {
      vpcEgress: "PRIVATE_RANGES_ONLY" as const,
      networkInterface: {
        network: process.env.VPC_NETWORK,
        subnetwork: process.env.VPC_SUBNET || process.env.VPC_NETWORK,
      },
    }
  : {};
